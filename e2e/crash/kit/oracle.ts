import postgres from 'postgres';
import type { Kind, Sent } from './arena.ts';
import type { Effect } from './partner.ts';

/** What the database, the partners and the senders know after the storm. Read by the judge's own statements. */
export interface Evidence {
  readonly databaseUrl: string;
  readonly sent: readonly Sent[];
  readonly effects: readonly Effect[];
  /** Sales orders of the ERP and allocations of the warehouse: how many for each order. */
  readonly salesOrders: ReadonlyMap<string, number>;
  readonly allocations: ReadonlyMap<string, number>;
  /** What runtime processes printed that ended although nobody ended them. */
  readonly crashes: readonly string[];
}

/** How messages ended. */
export interface Ends {
  /** Answered with 2xx. */
  readonly accepted: number;
  readonly done: number;
  readonly exceptions: number;
  readonly cancelled: number;
}

/** Told by an oracle outside the product. Counts of messages; `violations` says each of them in a sentence. */
export interface Verdict {
  /** Through the sample flow "Order to ERP". */
  readonly orders: Ends;
  /** Through the drill flow. */
  readonly drills: Ends;
  /** Accepted, but no run, or a run that says done without its effects. */
  readonly lost: number;
  /** Messages with more than one run, or an effect that happened more than once. */
  readonly doubled: number;
  /** Accepted, and not ended when the patience was over. */
  readonly stuck: number;
  /** Runs whose history has gaps, repetitions or goes back in time; moves that overtook an earlier one of their key. */
  readonly outOfOrder: number;
  /** Messages that ended otherwise than they must, undid in the wrong order, or took the wrong event. */
  readonly wrong: number;
  /** Messages accepted by the product's ledger less the runs that are there. */
  readonly ledger: number;
  readonly violations: readonly string[];
}

interface RunRow {
  readonly id: string;
  readonly flow_id: string;
  readonly status: string;
  readonly ref: string | null;
  readonly kind: string;
}

type Fault = 'lost' | 'doubled' | 'stuck' | 'wrong';

export async function judge(evidence: Evidence): Promise<Verdict> {
  const sql = postgres(evidence.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const runs = await sql<RunRow[]>`
      select id, flow_id, status, business_key as ref, trigger->>'kind' as kind from runs`;
    const broken = await sql<{ id: string; why: string }[]>`
      select run_id as id, min(why) as why from (
        select run_id, case
          when seq <> lag(seq, 1, 0) over history + 1 then 'its history goes from ' || lag(seq, 1, 0) over history || ' to ' || seq
          when (event->>'at')::numeric < lag((event->>'at')::numeric) over history then 'its history goes back in time at ' || seq
        end as why
        from (select run_id, seq, event from run_events union all select run_id, seq, event from run_item_events) as told
        window history as (partition by run_id order by seq)) as looked
      where why is not null group by run_id`;
    const [ledger] = await sql<{ missing: number }[]>`
      select ((select coalesce(sum(accepted), 0) from ledger_minutes where version >= 0)
        + (select coalesce(sum(accepted), 0) from ledger_accepted where version is not null)
        - (select count(*) from runs where version is not null))::int as missing`;
    return verdictOf(evidence, { runs, broken, missing: ledger?.missing ?? 0 });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

interface Rows {
  readonly runs: readonly RunRow[];
  readonly broken: readonly { readonly id: string; readonly why: string }[];
  readonly missing: number;
}

/** The judgement itself: rows and effects in, verdict out. */
export function verdictOf(evidence: Evidence, { runs, broken, missing }: Rows): Verdict {
  const faults: Record<Fault, Set<string>> = {
    lost: new Set(),
    doubled: new Set(),
    stuck: new Set(),
    wrong: new Set(),
  };
  const violations: string[] = [];
  const blame = (fault: Fault, ref: string, why: string) => {
    faults[fault].add(ref);
    violations.push(`${fault}: ${ref}: ${why}`);
  };
  const byRef = Map.groupBy(
    runs.filter(({ kind }) => kind === 'webhook'),
    ({ ref }) => ref ?? '',
  );
  const effects = Map.groupBy(evidence.effects, ({ ref }) => ref);
  const ends = { order: { done: 0, exception: 0, cancelled: 0 }, drill: { done: 0, exception: 0, cancelled: 0 } };

  for (const { kind, ref, runId } of evidence.sent) {
    const own = byRef.get(ref) ?? [];
    const run = own.find(({ id }) => id === runId);
    if (!run) blame('lost', ref, `it was answered with run ${runId}, which is not there`);
    if (own.length > 1) blame('doubled', ref, `one message began ${own.length} runs`);
    if (!run) continue;
    const counts = countsOf(kind, ref, effects.get(ref) ?? [], evidence);
    for (const [name, count] of counts) if (count > 1) blame('doubled', ref, `"${name}" happened ${count} times`);
    if (!isEnd(run.status)) {
      blame('stuck', ref, `its run is ${run.status}`);
      continue;
    }
    ends[kind === 'order' ? 'order' : 'drill'][run.status] += 1;
    for (const [fault, why] of unmet(kind, run.status, counts, effects.get(ref) ?? [])) blame(fault, ref, why);
  }
  const known = new Set(evidence.sent.map(({ runId }) => runId));
  for (const { id, flow_id, kind, status } of runs)
    if (!known.has(id) && !isEnd(status)) blame('stuck', id, `a run of ${flow_id} that a ${kind} began is ${status}`);
  for (const [ref, done] of effects) {
    const ticks = done.filter(({ name }) => name === 'tick').length;
    if (ticks > 1) blame('doubled', ref, `the tick had ${ticks} effects`);
  }
  for (const output of evidence.crashes) blame('wrong', 'process', `one ended by itself: ${output.slice(-2_000)}`);
  const overtaking = overtakersOf(evidence.effects);
  for (const why of overtaking) violations.push(`outOfOrder: ${why}`);
  for (const { id, why } of broken) violations.push(`outOfOrder: run ${id}: ${why}`);
  if (missing !== 0) violations.push(`ledger: ${missing} messages are accounted for without a run`);
  return {
    orders: endsOf(ends.order, evidence.sent.filter(({ kind }) => kind === 'order').length),
    drills: endsOf(ends.drill, evidence.sent.filter(({ kind }) => kind !== 'order').length),
    lost: faults.lost.size,
    doubled: faults.doubled.size,
    stuck: faults.stuck.size,
    wrong: faults.wrong.size,
    outOfOrder: broken.length + overtaking.length,
    ledger: missing,
    violations,
  };
}

function endsOf(
  { done, exception, cancelled }: Record<'done' | 'exception' | 'cancelled', number>,
  accepted: number,
): Ends {
  return { accepted, done, exceptions: exception, cancelled };
}

function isEnd(status: string): status is 'done' | 'exception' | 'cancelled' {
  return status === 'done' || status === 'exception' || status === 'cancelled';
}

/** How often each effect of a message happened. */
function countsOf(
  kind: Kind,
  ref: string,
  effects: readonly Effect[],
  evidence: Evidence,
): ReadonlyMap<string, number> {
  if (kind === 'order') {
    const { salesOrders, allocations } = evidence;
    return new Map([
      ['sales order', salesOrders.get(ref) ?? 0],
      ['allocation', allocations.get(ref) ?? 0],
    ]);
  }
  return tally(effects.map(({ name }) => name));
}

/** What a run that ended so must have done, and has not. */
function unmet(
  kind: Kind,
  status: 'done' | 'exception' | 'cancelled',
  counts: ReadonlyMap<string, number>,
  effects: readonly Effect[],
): readonly (readonly [Fault, string])[] {
  const found: (readonly [Fault, string])[] = [];
  const missing = (names: readonly string[]) => names.filter((name) => (counts.get(name) ?? 0) === 0);
  if (kind === 'undo' && status === 'done') found.push(['wrong', 'it ended done and must be undone']);
  if (status === 'done' && kind !== 'undo') {
    for (const name of missing(REQUIRED[kind])) found.push(['lost', `it is done without "${name}"`]);
  }
  if (kind === 'undo' || status === 'cancelled') {
    for (const name of ['reserve', 'charge'].filter((each) => counts.has(each)))
      if (!counts.has(`undo ${name}`)) found.push(['lost', `"${name}" was not undone`]);
    const order = effects.filter(({ name }) => name.startsWith('undo')).map(({ name }) => name);
    if (order.join() === 'undo reserve,undo charge') found.push(['wrong', 'it was undone in the order of doing']);
  }
  const taken = effects.find(({ name }) => name === 'ship')?.body as { first?: string; second?: string } | undefined;
  if (kind === 'wait' && taken && !(taken.first?.endsWith('/1') && taken.second?.endsWith('/2')))
    found.push(['wrong', `its waits took ${taken.first} and ${taken.second}`]);
  return found;
}

const REQUIRED: Readonly<Record<Exclude<Kind, 'undo'>, readonly string[]>> = {
  lane: ['move'],
  plain: ['reserve', 'charge', 'ship'],
  wait: ['reserve', 'charge', 'ship'],
  delay: ['reserve', 'charge', 'ship'],
  retry: ['reserve', 'charge', 'ship'],
  once: ['reserve', 'charge', 'book'],
  order: ['sales order', 'allocation'],
};

/** Moves of a key that happened after a newer one. */
function overtakersOf(effects: readonly Effect[]): readonly string[] {
  const newest = new Map<string, number>();
  return effects.flatMap(({ name, ref, body }) => {
    if (name !== 'move') return [];
    const { key, version } = body as { readonly key: string; readonly version: number };
    const before = newest.get(key) ?? 0;
    newest.set(key, Math.max(before, version));
    return version < before ? [`${ref} of ${key} happened after version ${before}`] : [];
  });
}

/** How often each name occurs. */
export function tally(names: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
