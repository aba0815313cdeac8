import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';

/** A mail server that takes mail from us. */
export const smtpConnection: ConnectionType = {
  system: 'smtp',
  label: 'E-mail',
  icon: 'mail',
  description: 'A mail server that takes mail by SMTP, encrypted unless it is told otherwise.',
  baseUrlPlaceholder: 'smtp://mail.example.com:587',
  schemes: ['smtp', 'smtps'],
  limits: {
    rate: { perSecond: 10, burst: 20, adaptive: true },
    concurrency: 5,
    breaker: DEFAULT_BREAKER,
    drainPerSecond: 5,
  },
  fields: [
    { name: 'username', label: 'User name' },
    { name: 'password', label: 'Password', secret: true },
    {
      name: 'tls',
      label: 'Encryption',
      placeholder: 'required',
      description: '"off": never, for a server on this machine. Empty: nothing is sent without it.',
    },
  ],
  test: async ({ connection, mail }) => {
    await mail.signIn(connection);
    return { ok: true, message: 'The mail server answers, and lets us in.' };
  },
};
