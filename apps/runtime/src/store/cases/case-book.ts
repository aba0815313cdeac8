import {
  applyCaseChange,
  type Case,
  type CaseEntry,
  type Changed,
  isClosed,
  missExpectations,
} from '@lockstep/schema/cases';
import type { CaseId, Cases, CaseUpdate } from '@lockstep/schema/node';
import type { TransactionSql } from 'postgres';
import { passing } from '../journal/errors.ts';
import { storable } from '../journal/text.ts';
import type { Sql } from '../open-store.ts';

/** How long a change is recognised when it is told again. */
const REMEMBERED_DAYS = 30;

/** What was found missing at one case. */
export interface FoundMissing extends CaseId {
  readonly entries: readonly CaseEntry[];
}

export interface CaseBook extends Cases {
  /** Cases at which something expected has not come by now, at most `limit`: what `markMissed` would find. */
  due(limit: number): Promise<readonly FoundMissing[]>;
  /** Writes into a case what is missing now. One process finds it; nothing where it came meanwhile, or another one was first. */
  markMissed(id: CaseId): Promise<readonly CaseEntry[]>;
}

type Tx = TransactionSql<{ bigint: number }>;

/** Cases in the database: one change of a case after the other, each with its lines of the story in one commit. */
export function createCaseBook(sql: Sql): CaseBook {
  return {
    async read(id) {
      return (await passing(readCase(sql, named(id))))?.document;
    },
    update: (update) =>
      passing(
        sql.begin(async (tx) => {
          const id = named(update);
          const known = await lockCase(tx, id);
          const earlier = await tx<{ refused: readonly CaseEntry[] | null }[]>`
            select refused from case_changes where effect_key = ${update.effectKey}`;
          if (earlier[0]) return { case: known ?? unknownAgain(update), refused: earlier[0].refused ?? [] };
          const changed = applyCaseChange(id, known, update.change);
          await writeCase(tx, changed, update.by);
          const refused = changed.entries.filter(({ type }) => type === 'refused');
          await tx`insert into case_changes (effect_key, refused)
            values (${update.effectKey}, ${refused.length === 0 ? null : JSON.stringify(refused)}::text::json)`;
          return { case: changed.after, refused };
        }),
      ),
    async due(limit) {
      const rows = await passing(sql<{ document: Case; now: string }[]>`
        select document, ${momentNow(sql)} as now
        from cases where next_due <= clock_timestamp() order by next_due limit ${limit}`);
      return rows.map(({ document, now }) => {
        const { kind, key } = document;
        return { kind, key, entries: missExpectations(document, now).entries };
      });
    },
    markMissed: (id) =>
      passing(
        sql.begin(async (tx) => {
          const known = await lockCase(tx, named(id));
          if (!known) return [];
          // By the clock that told it is due: that of this machine may be behind.
          const [clock] = await tx<{ now: string }[]>`select ${momentNow(sql)} as now`;
          if (!clock) throw new Error('The database told no time.');
          const changed = missExpectations(known, clock.now);
          if (changed.entries.length > 0) await writeCase(tx, changed, undefined);
          return changed.entries;
        }),
      ),
  };
}

/** The time of the database as ISO text in UTC, to the millisecond. */
function momentNow(sql: Sql) {
  return sql`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** Forgets which changes were told long ago. */
export async function forgetChanges(sql: Sql): Promise<void> {
  await passing(sql`delete from case_changes where told_at < now() - ${REMEMBERED_DAYS} * interval '1 day'`);
}

function named({ kind, key }: CaseId): CaseId {
  return { kind: storable(kind), key: storable(key) };
}

async function readCase(sql: Sql | Tx, { kind, key }: CaseId): Promise<{ readonly document: Case } | undefined> {
  const [row] = await sql<{ document: Case }[]>`select document from cases where kind = ${kind} and key = ${key}`;
  return row;
}

/** Whoever gets the lock sees what the one before committed, also where there is no case yet that a row lock could hold. */
async function lockCase(tx: Tx, id: CaseId): Promise<Case | undefined> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`case\n${id.kind}\n${id.key}`}, 0))`;
  return (await readCase(tx, id))?.document;
}

async function writeCase(tx: Tx, { after, entries }: Changed, by: CaseUpdate['by'] | undefined): Promise<void> {
  const { kind, key, state, title, expected } = after;
  const missed = expected.filter(({ missedAt }) => missedAt !== undefined).length;
  const due = expected.find(({ missedAt }) => missedAt === undefined)?.by ?? null;
  await tx`
    insert into cases as known (kind, key, state, title, document, missed, next_due, opened_at, changed_at, closed_at)
    values (${kind}, ${key}, ${storable(state)}, ${title === undefined ? null : storable(title)},
      ${JSON.stringify(after)}::text::json, ${missed}, ${due}, clock_timestamp(), clock_timestamp(),
      case when ${isClosed(state)} then clock_timestamp() end)
    on conflict (kind, key) do update set state = excluded.state, title = excluded.title, document = excluded.document,
      missed = excluded.missed, next_due = excluded.next_due, changed_at = excluded.changed_at,
      closed_at = case when excluded.closed_at is null then null else coalesce(known.closed_at, excluded.closed_at) end`;
  const lines = entries.map((entry) => ({ at: entry.at, entry: JSON.stringify(entry) }));
  await tx`
    insert into case_entries (kind, key, at, run_id, flow_id, node, entry)
    select ${kind}, ${key}, told.at, ${by?.runId ?? null}::uuid, ${by?.flowId ?? null}, ${by?.node ?? null}, told.entry::json
    from json_to_recordset(${JSON.stringify(lines)}::text::json) as told (at timestamptz, entry text)`;
}

function unknownAgain({ kind, key }: CaseId): never {
  throw new Error(`The ${kind} ${key} was changed before and is not there any more.`);
}
