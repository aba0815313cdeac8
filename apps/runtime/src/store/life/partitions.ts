import { passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';

/** Accepts wait for a lock on the parent as long as we do: so hardly at all, and the next pass tries again. */
const LOCK_TIMEOUT = '50ms';

/**
 * Drops months of events that are over and hold no row any more: their files go at once, while what is only deleted leaves
 * room for new rows in the same month.
 */
export async function dropEmptyPartitions(sql: Sql): Promise<readonly string[]> {
  const months = await passing(sql<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent in ('run_events'::regclass, 'run_item_events'::regclass)
      and inhrelid::regclass::text ~ '_\\d{4}_\\d\\d$'
      and to_date(right(inhrelid::regclass::text, 7), 'YYYY_MM') + interval '1 month' < now() at time zone 'UTC'
    order by 1`);
  const dropped: string[] = [];
  for (const { name } of months) {
    const isEmpty = async (on: Pick<Sql, 'unsafe'>) => (await on.unsafe(`select from ${name} limit 1`)).length === 0; // the name is the catalogue's own
    if (!(await isEmpty(sql))) continue;
    await sql
      .begin(async (tx) => {
        await tx`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`;
        await tx.unsafe(`lock table ${name} in access exclusive mode`);
        if (!(await isEmpty(tx))) return;
        await tx.unsafe(`drop table ${name}`);
        dropped.push(name);
      })
      .catch((error: unknown) => {
        if (!isLockTimeout(error)) throw error;
      });
  }
  return dropped;
}

function isLockTimeout(error: unknown): boolean {
  return error !== null && typeof error === 'object' && 'code' in error && error.code === '55P03';
}
