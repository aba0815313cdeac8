import { DEFAULT_BREAKER } from '@lockstep/schema/node';
import type { ConnectionType } from '../kit/connection-type.ts';

/** A database that speaks the protocol of PostgreSQL. */
export const postgresqlConnection: ConnectionType = {
  system: 'postgresql',
  label: 'PostgreSQL',
  icon: 'database',
  description:
    'A database that speaks the protocol of PostgreSQL: a shop of your own, a data warehouse, an old system behind a view.',
  baseUrlPlaceholder: 'postgresql://db.example.com:5432/warehouse',
  schemes: ['postgresql', 'postgres'],
  limits: { concurrency: 4, breaker: DEFAULT_BREAKER, drainPerSecond: 50 },
  fields: [
    { name: 'username', label: 'User name', required: true },
    { name: 'password', label: 'Password', secret: true },
    {
      name: 'tls',
      label: 'Encryption',
      placeholder: 'prefer',
      description:
        '"verify": only with a certificate that can be trusted. "off": never. Empty: when the server offers it.',
    },
  ],
  test: async ({ connection, database }) => {
    const { rows } = await database.read(connection, {
      text: 'select current_user::text as name',
      values: [],
      maxRows: 1,
    });
    return { ok: true, message: `The database answers, and lets ${String(rows[0]?.name)} in.` };
  },
};
