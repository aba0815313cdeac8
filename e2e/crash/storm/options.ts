import { parseArgs } from 'node:util';

/** What a storm does. All counts are bounded; it sends traffic to loopback only. */
export interface ChaosOptions {
  /** Orders of the shop, through the sample flow "Order to ERP". */
  readonly orders: number;
  /** Messages through the drill flow for each order: waits, undoing, timers, effects that are never repeated. */
  readonly drills: number;
  readonly kills: number;
  readonly seed: number;
  readonly processes: number;
  /** Times that a process is stopped for longer than its lease. */
  readonly pauses: number;
  /** Times that nothing passes between a process and the database for longer than its lease, and nobody is told. */
  readonly partitions: number;
  /** Times that the connections of a process to the database end. */
  readonly cuts: number;
  /** Times that statements of a process arrive and their answers are lost. */
  readonly deafs: number;
  /** Times that PostgreSQL is killed; it recovers. */
  readonly databaseCrashes: number;
  /** Seconds for which the ERP answers 503 to everything. */
  readonly outageSeconds: number;
  /** Storms of 429 with Retry-After, and of 503, at each partner; 4 s each. */
  readonly throttles: number;
  /** Share of writes that the partners commit without answering, 0 to 1. */
  readonly commitThenDrop: number;
  /** Share of webhooks that are delivered again, to another process. */
  readonly duplicates: number;
  /** Webhooks among which the next one is drawn: 1 keeps the order. */
  readonly reorder: number;
  readonly leaseMs: number;
  /** About this long the storm lasts; orders and faults are spread over it. */
  readonly seconds: number;
  /** File for the figures as JSON. */
  readonly json?: string;
}

/** Each kill has about this long: time enough to come back and have work in hand again. */
const SECONDS_PER_KILL = 2.2;

/** Command line options that are whole numbers, with the least that makes sense. */
const COUNTS = {
  kills: 0,
  seed: 0,
  processes: 1,
  pauses: 0,
  partitions: 0,
  cuts: 0,
  deafs: 0,
  'database-crashes': 0,
  'outage-seconds': 0,
  throttles: 0,
  reorder: 1,
  'lease-ms': 500,
  seconds: 1,
} as const;
const SHARES = ['drills', 'commit-then-drop', 'duplicates'] as const;

/**
 * Reads the command line. What is not given follows from the kills: 100 kills are the full storm (`docs/chaos.md`).
 *
 * @throws TypeError on an unknown option, RangeError on a number that makes no sense
 */
export function readOptions(args: readonly string[]): ChaosOptions {
  const names = ['orders', 'json', ...Object.keys(COUNTS), ...SHARES];
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const text = (name: string) => values[name] as string | undefined;
  const count = (name: keyof typeof COUNTS, fallback: number) =>
    whole(name, text(name) ?? String(fallback), COUNTS[name]);
  const share = (name: (typeof SHARES)[number], fallback: number) => fraction(name, text(name) ?? String(fallback));
  const kills = count('kills', 20);
  const each = (kill: number) => Math.ceil(kills / kill);
  const json = text('json');
  return {
    orders: whole('orders', text('orders') ?? '2000', 1),
    drills: share('drills', 0.15),
    kills,
    seed: count('seed', 1),
    processes: count('processes', kills >= 50 ? 3 : 2),
    pauses: count('pauses', each(20)),
    partitions: count('partitions', each(20)),
    cuts: count('cuts', each(20)),
    deafs: count('deafs', each(20)),
    databaseCrashes: count('database-crashes', Math.min(3, each(34))),
    outageSeconds: count('outage-seconds', Math.round(kills * 1.2)),
    throttles: count('throttles', each(50)),
    commitThenDrop: share('commit-then-drop', 0.02),
    duplicates: share('duplicates', 0.03),
    reorder: count('reorder', 8),
    leaseMs: count('lease-ms', 5_000),
    seconds: count('seconds', Math.max(10, Math.round(kills * SECONDS_PER_KILL))),
    ...(json !== undefined && { json }),
  };
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`--${name} takes a whole number of at least ${least}, not "${text}".`);
  return value;
}

function fraction(name: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value <= 10)) throw new RangeError(`--${name} takes a number of at least 0, not "${text}".`);
  return value;
}
