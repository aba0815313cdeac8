import { type Database, StepError } from '@lockstep/schema/node';
import type { Through } from './contacts.ts';

/** The same database, every call of which goes through `through` first. */
export function guardedDatabase(database: Database, through: Through): Database {
  return {
    read: (connection, statement) =>
      through({ connection, changes: false }, () => database.read(connection, statement)),
    change: (connection, change) => through({ connection, changes: true }, () => database.change(connection, change)),
  };
}

const refuse = async (): Promise<never> => {
  const message = 'Databases of other systems are out of reach here.';
  throw new StepError({ kind: 'flow', category: 'system', code: 'no-database', message });
};

/** Where nobody gave any. */
export const NO_DATABASE: Database = { read: refuse, change: refuse };
