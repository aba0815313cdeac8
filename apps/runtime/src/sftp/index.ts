export { createSftp, type Sftp, type SftpOptions } from './remote-files.ts';
