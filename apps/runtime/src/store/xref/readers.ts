import type { TableSummary } from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import type { Db } from '../open-store.ts';

/** Published flows that look things up, by table. */
export async function tableReaders(db: Db): Promise<ReadonlyMap<string, TableSummary['usedBy']>> {
  const rows = await db.execute<{ id: string; name: string; table_name: string; version: number }>(sql`
    with newest as (
      select distinct on (v.flow_id) v.flow_id, f.name, s.document -> 'settings' -> 'tables' as pins
      from flow_versions v join flows f on f.id = v.flow_id and f.deleted_at is null
      join flow_snapshots s on s.id = v.snapshot_id
      order by v.flow_id, v.version desc
    )
    select flow_id as id, name, pin.key as table_name, pin.value::int as version
    from newest cross join lateral json_each_text(pins) as pin where json_typeof(pins) = 'object' order by name, id`);
  const byTable = new Map<string, { flowId: string; flowName: string; version?: number }[]>();
  for (const { id, name, table_name, version } of rows) {
    const reader = { flowId: id, flowName: name, ...(version > 0 && { version }) };
    byTable.set(table_name, [...(byTable.get(table_name) ?? []), reader]);
  }
  return byTable;
}
