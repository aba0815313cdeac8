import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';

/** Room in the minute under way. */
export interface DoorRoom {
  /** How many messages may be taken. */
  readonly granted: number;
  /** Until the next minute begins. */
  readonly endsInMs: number;
}

/**
 * Takes room for up to `want` messages of a door out of the minute under way, of which all processes together get `limit`. What
 * was granted and is not used is lost with the minute, so that a limit is never exceeded.
 */
export async function takeDoorRoom(
  db: Db,
  door: { readonly flowId: string; readonly node: string },
  { limit, want }: { readonly limit: number; readonly want: number },
): Promise<DoorRoom> {
  const { flowId, node } = door;
  const take = () =>
    db.execute<{ granted: number; ends_in_ms: number }>(sql`
      with now as materialized (select extract(epoch from clock_timestamp()) as s),
      before as materialized (
        select case when minute = floor(now.s / 60) then taken else 0 end as taken
        from door_windows cross join now where flow_id = ${flowId} and node = ${node} for update of door_windows
      )
      update door_windows set minute = floor(now.s / 60), taken = greatest(before.taken, least(${limit}::int, before.taken + ${want}::int))
      from now cross join before where flow_id = ${flowId} and node = ${node}
      returning (door_windows.taken - before.taken)::int as granted, ceil(60000 - mod(now.s, 60) * 1000)::int as ends_in_ms`);
  let [row] = await take();
  if (!row) {
    await db.execute(
      sql`insert into door_windows values (${flowId}, ${node}, 0, 0) on conflict (flow_id, node) do nothing`,
    );
    [row] = await take();
  }
  if (!row) throw new Error(`The door ${node} of ${flowId} has no row.`);
  return { granted: row.granted, endsInMs: row.ends_in_ms };
}
