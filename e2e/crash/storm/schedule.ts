import type { FailPoint } from '@lockstep/runtime/fail-points';
import type { ChaosOptions } from './options.ts';
import { randomOf, shuffled } from './random.ts';

/** Partners that may be in trouble. */
export type PartnerName = 'sap' | 'wms' | 'partner';

/** One thing that goes wrong. `member` counts the processes from 0. */
export type Fault = { readonly atMs: number } & (
  | { readonly kind: 'kill'; readonly member: number; readonly point?: FailPoint; readonly nth?: number }
  | {
      readonly kind: 'pause';
      readonly member: number;
      readonly ms: number;
      readonly point?: FailPoint;
      readonly nth?: number;
    }
  | { readonly kind: 'partition'; readonly member: number; readonly ms: number }
  | { readonly kind: 'cut' | 'deaf'; readonly member: number; readonly ms: number }
  | { readonly kind: 'crash-database' }
  | {
      readonly kind: 'trouble';
      readonly partner: PartnerName;
      readonly status: 429 | 503;
      readonly rate: number;
      readonly ms: number;
    }
);

/** Points that orders and drills pass often enough for a kill to wait for one. */
const POINTS: readonly FailPoint[] = [
  'receive',
  'accept.before-commit',
  'accept.after-commit',
  'accept.before-begin',
  'answer.before-send',
  'effect.before',
  'call.before-send',
  'call.after-answer',
  'effect.after',
  'result.before-commit',
  'result.after-commit',
  'close.before-commit',
  'close.after-commit',
  'park.before-commit',
  'park.after-commit',
  'wait.before-match',
  'event.before-commit',
  'event.after-commit',
  'undo.before',
  'undo.after',
  'takeover.after-claim',
  'takeover.after-load',
  'takeover.before-resume',
  'timer.before-set',
  'lease.after-beat',
];
/** Points at which a process that sleeps must not go on as before. */
const PAUSE_POINTS: readonly FailPoint[] = [
  'call.before-send',
  'effect.before',
  'result.before-commit',
  'close.before-commit',
  'takeover.after-load',
  'accept.before-begin',
];
const THROTTLE_MS = 4_000;
const PARTNERS: readonly PartnerName[] = ['sap', 'wms', 'partner'];
/** Nothing goes wrong in this share of the storm at its beginning. */
const CALM = 0.03;

/**
 * What goes wrong when: drawn from the seed and nothing else, so that the seed of a failing storm brings the same faults
 * again. Half of the kills, and three of four pauses, come at a named point, the others at a
 * moment.
 */
export function scheduleOf(options: ChaosOptions): readonly Fault[] {
  const { seed, kills, processes, pauses, partitions, cuts, deafs, leaseMs, seconds } = options;
  const random = randomOf(seed ^ 0x9e3779b9);
  const endMs = seconds * 1000;
  const at = () => Math.round(endMs * (CALM + random() * (1 - CALM)));
  const member = () => Math.floor(random() * processes);
  const times = <T>(count: number, one: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => one(i));
  const points = shuffled(POINTS, random);
  const pausePoints = shuffled(PAUSE_POINTS, random);
  const faults: Fault[] = [
    ...times(kills, (index): Fault => {
      const kill = { kind: 'kill', atMs: at(), member: member() } as const;
      const point = points[(index >> 1) % points.length];
      return index % 2 === 0 || !point ? kill : { ...kill, point, nth: 1 + Math.floor(random() * 4) };
    }),
    ...times(pauses, (index): Fault => {
      const pause = {
        kind: 'pause',
        atMs: at(),
        member: member(),
        ms: Math.round(leaseMs * (1.3 + random())),
      } as const;
      const point = pausePoints[index % pausePoints.length];
      return index % 4 === 3 || !point ? pause : { ...pause, point, nth: 1 + Math.floor(random() * 4) };
    }),
    ...times(partitions, (): Fault => {
      return { kind: 'partition', atMs: at(), member: member(), ms: Math.round(leaseMs * (1.2 + random())) };
    }),
    ...times(cuts, (): Fault => ({ kind: 'cut', atMs: at(), member: member(), ms: 200 + Math.round(random() * 600) })),
    ...times(
      deafs,
      (): Fault => ({ kind: 'deaf', atMs: at(), member: member(), ms: 200 + Math.round(random() * 600) }),
    ),
    ...times(options.databaseCrashes, (): Fault => ({ kind: 'crash-database', atMs: at() })),
    ...times(options.throttles, () => PARTNERS)
      .flat()
      .flatMap((partner): Fault[] => {
        const trouble = { kind: 'trouble', partner, ms: THROTTLE_MS } as const;
        return [
          { ...trouble, atMs: at(), status: 429, rate: 0.5 },
          { ...trouble, atMs: at(), status: 503, rate: 0.3 },
        ];
      }),
  ];
  const outageMs = options.outageSeconds * 1000;
  if (outageMs > 0) {
    const atMs = Math.round(endMs * 0.1);
    faults.push({ kind: 'trouble', partner: 'sap', status: 503, rate: 1, atMs, ms: outageMs });
  }
  return faults.sort((a, b) => a.atMs - b.atMs);
}
