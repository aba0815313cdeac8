import type { Database, DatabaseRows, Statement } from '@lockstep/schema/node';
import { contextFor } from './context.ts';

/** A database that answers reads with the rows given, and keeps what it is told to change; a key is done once. */
export function databaseWorld(answer: DatabaseRows = { rows: [], complete: true }) {
  const reads: (Statement & { readonly maxRows: number })[] = [];
  const changes: { readonly statements: readonly Statement[]; readonly key?: string }[] = [];
  const database: Database = {
    read: async (_connection, statement) => {
      reads.push(statement);
      return answer;
    },
    change: async (_connection, change) => {
      const repeated = change.key !== undefined && changes.some(({ key }) => key === change.key);
      if (!repeated) changes.push(change);
      return { changed: change.statements.length, rows: [], repeated };
    },
  };
  const connection = { id: 'db', system: 'postgresql', baseUrl: 'postgresql://db.example.com/shop', settings: {} };
  return { reads, changes, ctx: contextFor({ connections: [connection], database }) };
}
