import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';
import { folderPath } from '../kit/files/paths.ts';

/** Files of a partner over SFTP. */
export const sftpConnection: ConnectionType = {
  system: 'sftp',
  label: 'SFTP',
  icon: 'folder-sync',
  description: 'A server on which files are exchanged with partners.',
  baseUrlPlaceholder: 'sftp://files.partner.example:22',
  schemes: ['sftp'],
  // Partners cap sessions, which this process shares; a breaker keeps a sleeping server from being asked all the time.
  limits: { concurrency: 10, breaker: DEFAULT_BREAKER, drainPerSecond: 5 },
  fields: [
    { name: 'username', label: 'User', required: true },
    { name: 'password', label: 'Password', secret: true, description: 'Or a private key.' },
    {
      name: 'privateKey',
      label: 'Private key',
      secret: true,
      placeholder: '-----BEGIN OPENSSH PRIVATE KEY-----',
      description: 'OpenSSH or PEM. Used where the server takes it; the password else.',
    },
    { name: 'passphrase', label: 'Passphrase', secret: true, description: 'Of the private key, where it has one.' },
    {
      name: 'hostKey',
      label: 'Host key',
      placeholder: 'SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8',
      description:
        'Fingerprint of the key the server must show, as the partner tells it. Without one nobody signs in; the test call says which key the server shows.',
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
    const message = `The server shows the pinned host key and lets us in; ${folder} has ${folders} folders and ${found.length - folders} files.`;
    return { ok: true, message };
  },
};
