import type { Flow } from '@lockstep/schema/graph';
import type { RunEvent } from '@lockstep/schema/run';
import {
  breached,
  busy,
  called,
  cancelled,
  expired,
  failed,
  filtered,
  fired,
  flowOf,
  lost,
  parked,
  paused,
  refused,
  released,
  resumed,
  retried,
  returned,
  started,
  succeeded,
} from './testing.ts';

export interface Scenario {
  readonly flow: Flow;
  readonly events: readonly RunEvent[];
}

const retry = { maxAttempts: 3, baseMs: 100, capMs: 1000, jitter: 0.5 };
const order = flowOf(
  {
    hook: 'start',
    map: 'pure',
    route: 'switch',
    erp: { type: 'write', policy: { retry } },
    wms: { type: 'write', policy: { retry } },
    pay: 'once',
    alert: 'pure',
    done: 'pure',
  },
  [
    'hook.out > map',
    'map.out > route',
    'route.a > erp',
    'route.a > wms',
    'route.b > pay',
    'erp.error > alert',
    'erp.out > done',
    'wms.out > done',
    'alert.out > done',
    'pay.out > done',
  ],
);
const begun = [started('hook'), succeeded('map')];
const fork = [...begun, succeeded('route', 1, 'a')];
const single = [...begun, succeeded('route', 1, 'b')];

const waiting = flowOf({ hook: 'start', ask: 'pure', note: 'pure', remind: 'pure' }, [
  'hook.out > ask',
  'ask.out > note',
  'ask.late > remind',
]);
/** Money is taken and stock held, each with its way back, before the label is printed. */
const pairs = flowOf(
  {
    hook: 'start',
    refund: 'write',
    pay: 'once',
    hold: 'write',
    free: { type: 'write', policy: { retry } },
    label: 'write',
  },
  ['hook.out > pay', 'pay.out > hold', 'hold.out > label', 'pay.undo > refund', 'hold.undo > free'],
);
const booked = [started('hook'), succeeded('pay'), succeeded('hold')];
const promised = flowOf(
  { hook: 'start', ask: { type: 'pure', policy: { slaMs: 500 } }, note: 'pure' },
  ['hook.out > ask', 'ask.out > note'],
  { deadlineMs: 10_000, slaMs: 5000 },
);

/** Runs worth keeping for ever, each recorded once under `histories/`. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'fork-and-join': { flow: order, events: [...fork, succeeded('wms'), succeeded('erp'), succeeded('done')] },
  'dead-branch': { flow: order, events: [...single, succeeded('pay'), succeeded('done')] },
  'nothing-matches': { flow: order, events: [...begun, succeeded('route', 1, 'otherwise')] },
  'retry-then-success': {
    flow: order,
    events: [
      ...fork,
      failed('erp', 1, busy),
      failed('wms', 1, { ...busy, code: 'http-429', retryAfterMs: 700 }, 1100),
      fired('erp', 1),
      failed('erp', 2, lost, 2000),
      fired('wms', 1),
      succeeded('wms', 2),
      fired('erp', 2),
      succeeded('erp', 3),
      succeeded('done'),
    ],
  },
  'error-port': {
    flow: order,
    events: [...fork, failed('erp', 1, refused), succeeded('wms'), succeeded('alert'), succeeded('done')],
  },
  'exception-and-retry-by-hand': {
    flow: order,
    events: [
      ...fork,
      failed('wms', 1, refused),
      succeeded('erp'),
      retried,
      failed('wms', 2, busy),
      fired('wms', 2),
      succeeded('wms', 3),
      succeeded('done'),
    ],
  },
  'winding-down': { flow: order, events: [...fork, failed('erp', 1, busy), failed('wms', 1, refused)] },
  'once-outcome-unknown': {
    flow: order,
    events: [...single, failed('pay', 1, lost), retried, succeeded('pay', 2), succeeded('done')],
  },
  'takeover-under-way': { flow: order, events: [...fork, failed('wms', 1, busy), resumed] },
  'takeover-of-once': { flow: order, events: [...single, resumed] },
  'cancelled-under-way': {
    flow: order,
    events: [...fork, failed('wms', 1, busy), cancelled, succeeded('erp'), succeeded('erp')],
  },
  'parked-and-released': {
    flow: waiting,
    events: [started('hook'), parked('ask', 1, 9000), resumed, released('ask'), released('ask'), succeeded('note')],
  },
  'parked-and-moved': {
    flow: waiting,
    events: [
      started('hook'),
      parked('ask', 1, 9000),
      { type: 'run.migrated', at: 60, from: 1, to: 2, by: 'ada' },
      released('ask'),
      succeeded('note'),
    ],
  },
  'wait-timed-out': {
    flow: waiting,
    events: [started('hook'), parked('ask', 1, 900), fired('ask', 1), released('ask'), succeeded('remind')],
  },
  'parked-and-cancelled': { flow: waiting, events: [started('hook'), parked('ask'), cancelled, released('ask')] },
  'undone-in-reverse': {
    flow: pairs,
    events: [
      ...booked,
      failed('label', 1, refused),
      failed('free', 1, busy),
      resumed,
      fired('free', 1),
      succeeded('free', 2),
      resumed,
      succeeded('refund'),
      retried,
    ],
  },
  'undone-after-a-cancel': {
    flow: pairs,
    events: [...booked, cancelled, succeeded('label'), succeeded('free'), succeeded('refund')],
  },
  'undo-failed-and-tried-again': {
    flow: pairs,
    events: [
      ...booked,
      failed('label', 1, refused),
      failed('free', 1, refused),
      retried,
      succeeded('free', 2),
      succeeded('refund'),
    ],
  },
  'nothing-known-to-undo': { flow: pairs, events: [started('hook'), failed('pay', 1, lost)] },
  'deadline-of-a-run': {
    flow: promised,
    events: [started('hook'), parked('ask'), expired, retried, parked('ask', 2), released('ask', 2), succeeded('note')],
  },
  'broken-promises': {
    flow: promised,
    events: [
      started('hook'),
      parked('ask'),
      breached('ask'),
      breached(),
      breached('ask'),
      released('ask'),
      succeeded('note'),
    ],
  },
  'kept-from-a-paused-system': {
    flow: order,
    events: [
      ...fork,
      failed('erp', 1, paused),
      fired('erp', 1),
      failed('erp', 2, { ...busy, probe: true, retryAfterMs: 120_000 }),
      fired('erp', 2),
      failed('erp', 3, busy),
      fired('erp', 3),
      failed('erp', 4, busy),
      fired('erp', 4),
      succeeded('wms'),
      failed('erp', 5, busy),
      succeeded('alert'),
      succeeded('done'),
    ],
  },
  'set-aside-in-its-lane': { flow: order, events: [started('hook'), filtered, filtered, succeeded('map'), retried] },
  'cancelled-in-its-lane': { flow: order, events: [started('hook'), { ...cancelled, idle: true }, succeeded('map')] },
  'no-place-in-a-lane': {
    flow: waiting,
    events: [{ ...started('hook'), unplaced: 'The key cannot be told.' }, retried, succeeded('ask'), succeeded('note')],
  },
  'called-and-returned': {
    flow: pairs,
    events: [
      started('hook'),
      called('pay'),
      resumed,
      returned('pay'),
      failed('pay', 1, refused),
      called('hold'),
      cancelled,
      returned('hold'),
      succeeded('refund'),
    ],
  },
  'called-and-failed': {
    flow: order,
    events: [
      ...fork,
      called('wms'),
      called('erp'),
      failed('erp', 1, refused),
      failed('wms', 1, refused),
      succeeded('alert'),
      retried,
      called('wms', 2),
      returned('wms', 1),
      returned('wms', 2),
      succeeded('done'),
    ],
  },
  'replay-from-seed': {
    flow: order,
    events: [
      {
        type: 'run.started',
        at: 0,
        node: 'hook',
        output: { ref: 'payload-1', bytes: 300_000 },
        seed: [
          { node: 'map', port: 'out', output: { value: { sku: 'mug' } } },
          { node: 'route', port: 'a', output: { value: null } },
          { node: 'erp', port: 'out', output: { value: 'SO-1' } },
        ],
      },
      succeeded('wms'),
    ],
  },
  'replay-keeps-what-was-done': {
    flow: order,
    events: [
      {
        ...started('hook'),
        kept: [{ node: 'erp', port: 'out', output: { value: 'SO-1' }, at: 5, runId: 'the-first' }],
        unsure: ['wms'],
        earlier: ['the-first'],
        exceptionId: 'the-exception',
      },
      succeeded('map'),
      succeeded('route', 1, 'a'),
      resumed,
      succeeded('wms'),
      succeeded('done'),
    ],
  },
  'replay-stops-at-once-in-doubt': {
    flow: order,
    events: [{ ...started('hook'), kept: [], unsure: ['pay'] }, succeeded('map'), succeeded('route', 1, 'b')],
  },
};
