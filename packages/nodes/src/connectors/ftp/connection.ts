import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { folderPath } from '../kit/files/paths.ts';

/** Files of a partner over FTP, encrypted unless that is left out knowingly. */
export const ftpConnection: ConnectionType = {
  system: 'ftp',
  label: 'FTP',
  icon: 'folder-sync',
  description: 'An FTP server on which files are exchanged, encrypted by TLS (FTPS).',
  baseUrlPlaceholder: 'ftps://files.partner.example:21',
  schemes: ['ftps', 'ftp'],
  // A session does one thing at a time, and servers cap sessions: this many calls are this many sessions.
  limits: { concurrency: 3, breaker: DEFAULT_BREAKER, drainPerSecond: 5 },
  fields: [
    { name: 'username', label: 'User', required: true },
    { name: 'password', label: 'Password', secret: true },
    {
      name: 'certificate',
      label: 'Certificate',
      placeholder: '3B:35:E7:FD:A0:A2:83:8A:3F:12:53:52:24:41:41:CF:3F:86:53:EB:B9:2A:D0:06:AC:27:97:4E:44:DD:5A:AF',
      description:
        'SHA-256 fingerprint of the certificate the server must show, where it is signed by nobody we know. Empty: it must be valid for the name.',
    },
    {
      name: 'encryption',
      label: 'Encryption',
      placeholder: 'none',
      description:
        'An address that begins with ftp:// is readable for everyone on the way, the password too. Write "none" here to take that.',
    },
    {
      name: 'root',
      label: 'Folder',
      placeholder: '/retailer',
      description: 'All paths of steps lie below it, and lead nowhere else. Empty: the root of the server.',
    },
  ],
  test: async ({ connection, files }) => {
    const folder = folderPath(connection, '');
    const found = await files.list(connection, folder);
    const folders = found.filter(({ isFolder }) => isFolder).length;
    const how = connection.baseUrl.toLowerCase().startsWith('ftps:') ? 'encrypted' : 'NOT encrypted';
    const message = `The server lets us in, ${how}; ${folder} has ${folders} folders and ${found.length - folders} files.`;
    return { ok: true, message };
  },
};
