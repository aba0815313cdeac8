export { createFtp, type Ftp, type FtpOptions } from './remote-files.ts';
