import type { Database, DatabaseChange, Statement } from '@lockstep/schema/node';
import { StepError } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import type { TransactionSql } from 'postgres';
import {
  CREATE_EFFECTS,
  doneBefore,
  EFFECTS_MISSING,
  ignoreMadeMeanwhile,
  keepDone,
  missesEffects,
} from './effects.ts';
import { databaseFailed } from './failures.ts';
import { createPools, type OpenSocket } from './pools.ts';

export interface DatabaseOptions {
  readonly openSocket: OpenSocket;
  /** Limit of each statement, in milliseconds; 30,000 when absent. */
  readonly timeoutMs?: number;
  /** Limit of opening a session; 10,000 ms when absent. */
  readonly connectMs?: number;
  /** 30,000 ms when absent. */
  readonly idleMs?: number;
}

/** The one way to databases of other systems. */
export interface Databases extends Database {
  close(): Promise<void>;
}

/** Rows a change gives back at most. */
const MOST_ROWS_BACK = 1_000;
/** A message is no bulk load: what is larger goes by pages. */
const MOST_BYTES = 10 * 2 ** 20;

export function createDatabases({
  openSocket,
  timeoutMs = 30_000,
  connectMs = 10_000,
  idleMs = 30_000,
}: DatabaseOptions): Databases {
  const pools = createPools({ openSocket, size: 4, connectMs, idleMs });

  return {
    async read(connection, { text, values, maxRows }) {
      const about = { server: `"${connection.id}"`, committing: false };
      try {
        return await pools.of(connection).begin('read only', async (sql) => {
          await limit(sql, timeoutMs);
          const rows: JsonObject[] = [];
          let bytes = 0;
          for await (const batch of unsafe(sql, { text, values }).cursor(Math.min(maxRows + 1, 500))) {
            for (const row of batch as readonly JsonObject[]) {
              if (rows.length === maxRows) return { rows, complete: false };
              bytes += JSON.stringify(row).length;
              if (bytes > MOST_BYTES) throw tooLarge();
              rows.push({ ...row });
            }
          }
          return { rows, complete: true };
        });
      } catch (error) {
        throw databaseFailed(error, about);
      }
    },

    async change(connection, { statements, key }) {
      const about = { server: `"${connection.id}"`, committing: false };
      const sql = pools.of(connection);
      const attempt = (): Promise<DatabaseChange> =>
        sql.begin(async (transaction) => {
          about.committing = false;
          await limit(transaction, timeoutMs);
          const before = key === undefined ? undefined : await doneBefore(transaction, key);
          const answer = before ?? (await perform(transaction, statements));
          if (key !== undefined && !before) await keepDone(transaction, key, answer);
          // From here on the commit is on its way.
          about.committing = true;
          return answer;
        }) as Promise<DatabaseChange>;
      try {
        return await attempt();
      } catch (error) {
        if (key === undefined || !missesEffects(error)) throw databaseFailed(error, about);
      }
      try {
        await sql.unsafe(CREATE_EFFECTS).catch(ignoreMadeMeanwhile);
        return await attempt();
      } catch (error) {
        const failed = databaseFailed(error, about);
        if (failed.failure.code !== 'database-auth') throw failed;
        throw new StepError(EFFECTS_MISSING, { cause: error });
      }
    },

    close: () => pools.close(),
  };
}

async function perform(sql: TransactionSql, statements: readonly Statement[]): Promise<DatabaseChange> {
  const rows: JsonObject[] = [];
  let changed = 0;
  for (const statement of statements) {
    const answer = await unsafe(sql, statement);
    changed += answer.count ?? 0;
    const room = MOST_ROWS_BACK - rows.length;
    rows.push(...(answer as readonly JsonObject[]).slice(0, Math.max(0, room)).map((row) => ({ ...row })));
  }
  if (JSON.stringify(rows).length > MOST_BYTES) throw tooLarge();
  return { changed, rows, repeated: false };
}

function unsafe(sql: TransactionSql, { text, values }: Statement) {
  return sql.unsafe(text, values as Parameters<TransactionSql['unsafe']>[1] & Json[]);
}

async function limit(sql: TransactionSql, timeoutMs: number): Promise<void> {
  await sql.unsafe(`set local statement_timeout = ${timeoutMs}`);
}

function tooLarge(): StepError {
  const message = 'The rows are more than 10 MB together: read them in parts.';
  return new StepError({ kind: 'flow', category: 'validation', code: 'rows-too-large', message });
}
