import type { RunTable } from '@lockstep/schema/api';
import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { passing } from '../journal/errors.ts';
import { storable } from '../journal/text.ts';
import type { Db } from '../open-store.ts';

/** A code that a run looked up in vain. */
export interface MissedCode {
  readonly table: string;
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The version of a table that the steps of a run read where they read the newest: fixed, durably, when the first of them asks.
 * Undefined when there is no such table.
 *
 * @throws StoreUnavailableError
 */
export async function fixRunVersion(
  db: Db,
  { runId, table }: { readonly runId: string; readonly table: string },
): Promise<number | undefined> {
  const rows = await passing(
    db.execute<{ version: number }>(sql`
      insert into run_tables (run_id, table_name, version)
      select ${runId}::uuid, name, version from xref_tables where name = ${table}
      on conflict (run_id, table_name) do update set version = coalesce(run_tables.version, excluded.version)
      returning version`),
  );
  return rows[0]?.version;
}

/** What is known about codes that a run did not find. */
export interface KnownMisses {
  /** By table: its newest version, and the later one this run has read before. */
  readonly tables: ReadonlyMap<string, { readonly newest: number; readonly answered: number | undefined }>;
  /** The run went on with a default before. */
  readonly wentOn: (miss: MissedCode) => boolean;
}

/** @param keyRunId run whose effects these are @throws StoreUnavailableError */
export async function knownMisses(
  db: Db,
  {
    runId,
    keyRunId,
    misses,
  }: { readonly runId: string; readonly keyRunId: string; readonly misses: readonly MissedCode[] },
): Promise<KnownMisses> {
  const names = JSON.stringify([...new Set(misses.map(({ table }) => table))]);
  const [tables, before] = await passing(
    Promise.all([
      db.execute<{ name: string; version: number; answered: number | null }>(sql`
        select t.name, t.version, r.answered from xref_tables t
        left join run_tables r on r.run_id = ${keyRunId}::uuid and r.table_name = t.name
        where t.name in (select json_array_elements_text(${names}::json))`),
      db.execute<{ table_name: string; from_column: string; to_column: string; key: string }>(sql`
        select u.table_name, u.from_column, u.to_column, u.key from unmapped_runs r
        join unmapped_values u on u.id = r.value_id where r.run_id = ${runId}::uuid and r.went_on`),
    ]),
  );
  const gone = new Set(
    before.map(({ table_name: table, from_column: from, to_column: to, key }) => nameOf({ table, from, to, key })),
  );
  return {
    tables: new Map(
      tables.map(({ name, version, answered }) => [name, { newest: version, answered: answered ?? undefined }]),
    ),
    wentOn: (miss) => gone.has(nameOf({ ...miss, key: storable(miss.key) })),
  };
}

function nameOf({ table, from, to, key }: MissedCode): string {
  return JSON.stringify([table, from, to, key]);
}

/** Keeps, durably, that a run reads a later version for codes its own does not have. @throws StoreUnavailableError */
export async function keepAnswered(
  db: Db,
  { runId, table, version }: { readonly runId: string; readonly table: string; readonly version: number },
): Promise<void> {
  await passing(
    db.execute(sql`
      insert into run_tables (run_id, table_name, answered) values (${runId}::uuid, ${table}, ${version})
      on conflict (run_id, table_name) do update set answered = greatest(run_tables.answered, excluded.answered)`),
  );
}

export interface MissedRun {
  readonly runId: string;
  readonly flowId: string;
  readonly node: string;
  readonly misses: readonly (MissedCode & { readonly wentOn: boolean })[];
  /** By table: the version that was looked at last. */
  readonly looked: ReadonlyMap<string, number>;
}

/**
 * Puts codes down for a person, each once, with the run that met them. `outdated`: a table has a newer version than the one that was
 * looked at, so nothing was put down.
 *
 * @throws StoreUnavailableError
 */
export function putDown(db: Db, { runId, flowId, node, misses, looked }: MissedRun): Promise<'outdated' | undefined> {
  // In one order for everybody, so that two steps that meet the same codes cannot deadlock.
  const ordered = misses.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const names = [...new Set(ordered.map(({ table }) => table))].sort();
  return passing(
    db.transaction(async (tx) => {
      for (const name of names) {
        const [head] = await tx.execute<{ version: number }>(
          sql`select version from xref_tables where name = ${name} for share`,
        );
        if (head && head.version !== looked.get(name)) return 'outdated';
      }
      for (const { table, from, to, key, wentOn } of ordered) {
        await tx.execute(sql`
          with code as (
            insert into unmapped_values as u (id, table_name, from_column, to_column, key)
            values (${v7()}::uuid, ${table}, ${from}, ${to}, ${storable(key)})
            on conflict (table_name, from_column, to_column, key) do update set last_at = now(),
              status = case u.status when 'mapped' then 'open' else u.status end
            returning id
          )
          insert into unmapped_runs (value_id, run_id, flow_id, node, went_on)
          select id, ${runId}::uuid, ${flowId}, ${node}, ${wentOn} from code
          on conflict (value_id, run_id) do update
          set at = now(), sent_at = null, went_on = excluded.went_on, node = excluded.node`);
      }
      return undefined;
    }),
  );
}

/** What a run reads beyond what was published with its flow, and the codes it did not find. */
export async function readRunLookups(
  db: Db,
  { runId, keyRunId }: { readonly runId: string; readonly keyRunId: string },
): Promise<{
  readonly tables: readonly Pick<RunTable, 'table' | 'version' | 'answered'>[];
  readonly unmapped: readonly {
    id: string;
    table: string;
    key: string;
    status: 'open' | 'mapped' | 'dismissed';
    wentOn: boolean;
  }[];
}> {
  const [tables, unmapped] = await Promise.all([
    db.execute<{ table_name: string; version: number | null; answered: number | null }>(
      sql`select table_name, version, answered from run_tables where run_id = ${keyRunId}::uuid order by table_name`,
    ),
    db.execute<{
      id: string;
      table_name: string;
      key: string;
      status: 'open' | 'mapped' | 'dismissed';
      went_on: boolean;
    }>(sql`
      select u.id, u.table_name, u.key, u.status, r.went_on from unmapped_runs r
      join unmapped_values u on u.id = r.value_id where r.run_id = ${runId}::uuid order by u.table_name, u.key`),
  ]);
  return {
    tables: tables.map(({ table_name: table, version, answered }) => ({
      table,
      ...(version !== null && { version }),
      ...(answered !== null && { answered }),
    })),
    unmapped: unmapped.map(({ id, table_name: table, key, status, went_on: wentOn }) => ({
      id,
      table,
      key,
      status,
      wentOn,
    })),
  };
}
