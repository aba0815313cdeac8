import { sql } from 'drizzle-orm';
import type { Db } from './open-store.ts';

/** A flow that cannot read what a system has for it. */
export interface Unread {
  readonly connection: string;
  readonly flowId: string;
  readonly flowName: string;
  /** Why, as of the newest try. */
  readonly problem: string;
}

/** Folders that could not be looked into, and streams of changes that nobody could go on reading at `now` (epoch milliseconds). */
export async function listUnread(db: Db, now: number): Promise<readonly Unread[]> {
  const at = new Date(now).toISOString();
  const rows = await db.execute<{ connection: string; flow_id: string; name: string; problem: string }>(sql`
    select told.connection, told.flow_id, coalesce(flows.name, told.flow_id) as name, told.problem from (
      select watch ->> 'connection' as connection, flow_id, problem from file_watches where problem is not null
      union
      select split_part(source, ':', 1), flow_id, problem from change_places
      where problem is not null and (lease_until is null or lease_until <= ${at}::timestamptz)
    ) as told
    left join flows on flows.id = told.flow_id
    order by name, told.problem`);
  return rows.map(({ connection, flow_id: flowId, name: flowName, problem }) => ({
    connection,
    flowId,
    flowName,
    problem,
  }));
}
