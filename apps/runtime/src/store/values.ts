import type { FlowValues, KeptValue, ValueWrite, WriteOutcome } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { createBatcher } from './journal/batcher.ts';
import { passing } from './journal/errors.ts';
import { storable } from './journal/text.ts';
import type { Sql } from './open-store.ts';

const MAX_ITEMS = 200;
const MAX_BYTES = 8 * 1024 * 1024;
/** How long a write is recognised when it is asked for again. */
const REMEMBERED_DAYS = 30;

interface WriteText {
  readonly write: ValueWrite;
  readonly value: string;
}

/** Values that flows keep between runs. Writes that are asked for at the same time go in one commit. */
export function createFlowValues(sql: Sql): FlowValues {
  const keep = createBatcher<WriteText, WriteOutcome>({
    write: (items) => keepAll(sql, items),
    sizeOf: ({ value }) => value.length,
    maxItems: MAX_ITEMS,
    maxBytes: MAX_BYTES,
    lanes: 2,
  });
  return {
    async read(collection, key) {
      const [row] = await passing(sql<KeptValue[]>`
        select value, version, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "updatedAt"
        from flow_values where collection = ${storable(collection)} and key = ${storable(key)}`);
      return row && { ...row };
    },
    keep: (write) => keep({ write, value: JSON.stringify(write.value) }),
  };
}

interface KeptRow {
  readonly nr: number;
  readonly outcome: WriteOutcome['outcome'];
  readonly version: number;
  readonly current: Json;
}

/** Keys are locked in order, so two batches cannot deadlock; writes of one key follow one another as they were asked for. */
async function keepAll(sql: Sql, items: readonly WriteText[]): Promise<readonly WriteOutcome[]> {
  const rows = items.map(({ write: { collection, key, condition, effectKey }, value }, nr) => ({
    nr,
    collection: storable(collection),
    key: storable(key),
    value,
    effect: effectKey,
    condition: condition.when,
    version: condition.when === 'unchanged' ? condition.version : undefined,
    rank: condition.when === 'newer' ? condition.rank : undefined,
  }));
  const answers = await sql.unsafe<KeptRow[]>(
    `select item.nr, kept.outcome, kept.version, case when kept.outcome = 'stale' then kept.current end as current
    from (
      select * from json_to_recordset($1::text::json) as i (
        nr integer, collection text, key text, value text, effect text, condition text, version bigint, rank numeric)
      order by collection, key, nr
    ) as item
    cross join lateral keep_value(item.collection, item.key, item.value::json, item.effect, item.condition, item.version,
      item.rank) as kept`,
    [JSON.stringify(rows)],
    { prepare: true },
  );
  const byNr = new Map(answers.map((row) => [row.nr, row]));
  return items.map((_, nr) => {
    const row = byNr.get(nr);
    if (!row) throw new Error('A write of a value gave no answer.');
    const { outcome, version, current } = row;
    if (outcome === 'kept') return { outcome, version };
    return { outcome, current: version === 0 ? undefined : { value: current, version } };
  });
}

/** Forgets which writes were done long ago. */
export async function forgetWrites(sql: Sql): Promise<void> {
  await passing(sql`
    delete from flow_value_writes where written_at < now() - ${REMEMBERED_DAYS} * interval '1 day'`);
}
