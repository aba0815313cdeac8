import type { SandboxCall, SandboxResult, SandboxTable, UnmappedCode } from '../../sandbox/index.ts';
import type { Db } from '../../store/index.ts';
import { fixRunVersion, type KnownMisses, keepAnswered, knownMisses, putDown } from '../../store/xref/run-lookups.ts';
import { newestOf } from '../../store/xref/tables.ts';
import type { StepJob } from '../steps/step-job.ts';
import type { TableBook } from './table-book.ts';

type Tables = NonNullable<SandboxCall['tables']>;

/** Which tables, in which versions, the scripts of a step look things up in; and what becomes of codes that are not there. */
export interface StepTables {
  /**
   * Computes one unit with its tables.
   *
   * The same run computes the same, whenever and wherever: a step reads the versions published with its flow, or, where it reads
   * the newest, those that were fixed for its run when it first asked. A code that these do not have is looked for in the newest
   * version, which is then kept for the run before anything is made of it. A code that a script went on without stays so.
   *
   * @throws StoreUnavailableError
   */
  compute(job: StepJob, unit: string, call: (tables: Tables) => Promise<SandboxResult>): Promise<SandboxResult>;
}

/** Somebody may publish while a code is put down; whoever is overtaken this often leaves the code to the next run. */
const MOST_LOOKS = 4;
const MOST_FIXED = 5_000;

export function createStepTables({
  db,
  book,
  onUnmapped,
}: {
  readonly db: Db;
  readonly book: TableBook;
  /** Codes were put down for a person. */
  readonly onUnmapped?: (tables: readonly string[]) => void;
}): StepTables {
  /** Versions fixed for runs that read the newest, by run and table; the oldest go first. */
  const fixed = new Map<string, number>();

  return {
    async compute(job, unit, call) {
      const names = job.loaded.lookups.get(unit) ?? [];
      const own = await ownTables(job, names);
      const first = await call(own.tables);
      const missed = (first.unmapped ?? []).filter(({ table }) => own.versions.has(table));
      return missed.length === 0 || job.run.test ? first : await answerMissed(job, { ...own, first, missed, call });
    },
  };

  async function ownTables(job: StepJob, names: readonly string[]): Promise<Own> {
    const { flow, nodes } = job.loaded;
    const isLive = nodes.get(job.node)?.node.policy.tables === 'live';
    const pins = flow.settings.tables ?? {};
    const pinned = (name: string) => (Object.hasOwn(pins, name) ? pins[name] || undefined : undefined);
    const newest = await newestOf(db, isLive ? [] : names.filter((name) => pinned(name) === undefined));
    const tables: Record<string, readonly SandboxTable[]> = {};
    const versions = new Map<string, number>();
    for (const name of names) {
      const version = isLive ? await fixedVersion(job.run.keyRunId, name) : (pinned(name) ?? newest.get(name));
      const table = version === undefined ? undefined : await book.load(name, version);
      if (!table || version === undefined) continue;
      tables[name] = [table];
      versions.set(name, version);
    }
    return { tables, versions };
  }

  async function fixedVersion(runId: string, table: string): Promise<number | undefined> {
    const key = `${runId}/${table}`;
    const known = fixed.get(key) ?? (await fixRunVersion(db, { runId, table }));
    if (known === undefined) return undefined;
    fixed.set(key, known);
    const [oldest] = fixed.keys();
    if (fixed.size > MOST_FIXED && oldest !== undefined) fixed.delete(oldest);
    return known;
  }

  /** Looks for codes in the newest versions, and puts down for a person what is in none. */
  async function answerMissed(job: StepJob, { tables, versions, first, missed, call }: Missed): Promise<SandboxResult> {
    const { run } = job;
    let [result, open] = [first, missed];
    for (let look = 1; look <= MOST_LOOKS; look++) {
      const known = await knownMisses(db, { runId: run.id, keyRunId: run.keyRunId, misses: open });
      const wanted = open.filter((miss) => miss.outcome !== 'default' || !known.wentOn(miss));
      const later = await laterTables(known, { tables, versions, wanted });
      if (later.size > 0) {
        result = await call({
          ...tables,
          ...Object.fromEntries([...later].map(([name, each]) => [name, each.tables])),
        });
        open = (result.unmapped ?? []).filter(({ table }) => versions.has(table));
        for (const [table, { version }] of later) {
          if (known.tables.get(table)?.answered !== version)
            await keepAnswered(db, { runId: run.keyRunId, table, version });
        }
      }
      const asked = open.filter(
        ({ outcome, ...miss }) => outcome !== 'fail' && !(outcome === 'default' && known.wentOn(miss)),
      );
      if (asked.length === 0) return result;
      const looked = new Map([...known.tables].map(([name, { newest }]) => [name, newest]));
      const misses = asked.map(({ outcome, ...miss }) => ({ ...miss, wentOn: outcome === 'default' }));
      const outdated = await putDown(db, { runId: run.id, flowId: run.flowId, node: job.node, misses, looked });
      if (outdated === undefined) {
        onUnmapped?.([...new Set(asked.map(({ table }) => table))]);
        return result;
      }
    }
    return result;
  }

  /** Tables with later versions behind their own: the one this run has read before, then the newest. */
  async function laterTables(
    known: KnownMisses,
    { tables, versions, wanted }: Pick<Missed, 'tables' | 'versions'> & { readonly wanted: readonly UnmappedCode[] },
  ): Promise<ReadonlyMap<string, { readonly tables: readonly SandboxTable[]; readonly version: number }>> {
    const later = new Map<string, { readonly tables: readonly SandboxTable[]; readonly version: number }>();
    for (const name of new Set(wanted.map(({ table }) => table))) {
      const own = versions.get(name) ?? 0;
      const { newest = 0, answered = 0 } = known.tables.get(name) ?? {};
      const numbers = [...new Set([answered, newest])].filter((version) => version > own);
      const loaded = await Promise.all(numbers.map((version) => book.load(name, version)));
      const found = loaded.filter((table) => table !== undefined);
      if (found.length > 0)
        later.set(name, { tables: [...(tables[name] ?? []), ...found], version: Math.max(...numbers) });
    }
    return later;
  }
}

interface Own {
  readonly tables: Tables;
  readonly versions: ReadonlyMap<string, number>;
}

interface Missed extends Own {
  readonly first: SandboxResult;
  readonly missed: readonly UnmappedCode[];
  readonly call: (tables: Tables) => Promise<SandboxResult>;
}
