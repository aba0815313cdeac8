import type { ContractLogEntry } from '@lockstep/schema/api';
import { desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';
import { contractLog } from '../tables/index.ts';

/** Channel on which every process hears that a contract was saved, published or deprecated; the payload is its name. */
export const CONTRACT_CHANNEL = 'lockstep_contracts';

export interface LogRow {
  readonly name: string;
  readonly action: ContractLogEntry['action'];
  readonly by: string;
  readonly version?: string;
  readonly note?: string;
}

/** Writes down who did what, in the transaction that does it. */
export async function writeLog(tx: Pick<Db, 'insert'>, row: LogRow): Promise<void> {
  await tx.insert(contractLog).values(row);
}

/** Newest first. */
export function readLog(db: Db, name: string, limit = 200) {
  return db.select().from(contractLog).where(eq(contractLog.name, name)).orderBy(desc(contractLog.id)).limit(limit);
}

/** Heard by every process once the transaction is committed. */
export async function tellOfContract(tx: Pick<Db, 'execute'>, name: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${CONTRACT_CHANNEL}, ${name})`);
}
