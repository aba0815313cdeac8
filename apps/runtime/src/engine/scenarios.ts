import type { Flow } from '@lockstep/schema/graph';
import type { RunEvent } from '@lockstep/schema/run';
import {
  busy,
  cancelled,
  failed,
  fired,
  flowOf,
  lost,
  refused,
  resumed,
  retried,
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
};
