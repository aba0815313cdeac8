import type { RunEvent } from '@lockstep/schema/run';
import type { Scenario } from './scenarios.ts';
import {
  busy,
  cancelled,
  failed,
  fed,
  fired,
  flowOf,
  gave,
  inItem,
  judged,
  type NodeSketch,
  parked,
  refused,
  released,
  resumed,
  retried,
  started,
  succeeded,
} from './testing.ts';

const at = (item: string, node: string, attempt = 1, port = 'out') => inItem(item, succeeded(node, attempt, port));
const gathered = (node: string, attempt: number) => succeeded(node, attempt, 'done');
const retry = { maxAttempts: 3, baseMs: 100, capMs: 1000, jitter: 0.5 };

/** Lines of an order, each mapped and sent; what was held for a line can be freed. */
const lines = (params: NonNullable<NodeSketch['params']>) =>
  flowOf(
    {
      hook: 'start',
      lines: { type: 'each', params },
      map: { type: 'pure', scope: 'lines' },
      hold: { type: 'write', scope: 'lines', policy: { retry } },
      free: { type: 'write', scope: 'lines' },
      send: { type: 'once', scope: 'lines' },
      done: 'pure',
    },
    [
      'hook.out > lines',
      'lines.each > map',
      'map.out > hold',
      'hold.undo > free',
      'hold.out > send',
      'lines.done > done',
    ],
  );
const line = (item: string) => [at(item, 'map'), at(item, 'hold'), at(item, 'send')];
const begun = [started('hook'), fed('lines', 3)];

const pages = flowOf(
  {
    hook: 'start',
    read: { type: 'pages', params: { parallelism: 2, onError: 'collect', results: false }, policy: { retry } },
    put: { type: 'write', scope: 'read', policy: { retry } },
    done: 'pure',
  },
  ['hook.out > read', 'read.each > put', 'read.done > done'],
);
const page = (count: number, attempt: number, next?: string): RunEvent => ({
  ...(fed('read', count, attempt, next) as Extract<RunEvent, { type: 'scope.fed' }>),
  page:
    attempt === 1
      ? { value: Array.from({ length: count }, (_, index) => `sku-${index}`) }
      : { ref: 'page-2', bytes: 300_000 },
});

const poll = flowOf(
  {
    hook: 'start',
    poll: { type: 'repeat', params: { judged: true, turns: { max: 3, delayMs: 1000, limitPort: 'limit' } } },
    ask: { type: 'read', scope: 'poll' },
    done: 'pure',
    late: 'pure',
  },
  ['hook.out > poll', 'poll.each > ask', 'poll.done > done', 'poll.limit > late'],
);

const nested = flowOf(
  {
    hook: 'start',
    orders: { type: 'each', params: { parallelism: 2, onError: 'collect' } },
    lines: { type: 'each', scope: 'orders', params: { parallelism: 2 } },
    ask: { type: 'pure', scope: 'lines' },
    put: { type: 'write', scope: 'lines', policy: { retry } },
    confirm: { type: 'write', scope: 'orders' },
  },
  ['hook.out > orders', 'orders.each > lines', 'lines.each > ask', 'ask.out > put', 'lines.done > confirm'],
);

/** Runs with scopes worth keeping for ever. */
export const scopeScenarios: Readonly<Record<string, Scenario>> = {
  'for-each-in-order': {
    flow: lines({}),
    events: [...begun, ...line('0'), ...line('1'), ...line('2'), gathered('lines', 2), succeeded('done')],
  },
  'for-each-collects-failures': {
    flow: lines({ parallelism: 2, onError: 'collect' }),
    events: [
      ...begun,
      at('1', 'map'),
      at('1', 'hold'),
      inItem('1', failed('send', 1, refused)),
      at('0', 'map'),
      at('1', 'free'),
      at('2', 'map'),
      ...line('0').slice(1),
      at('2', 'hold'),
      at('2', 'send'),
      gathered('lines', 2),
      succeeded('done'),
    ],
  },
  'for-each-stopped-and-undone': {
    flow: lines({ parallelism: 2 }),
    events: [
      ...begun,
      ...line('0'),
      at('1', 'map'),
      at('2', 'map'),
      at('2', 'hold'),
      inItem('1', failed('hold', 1, refused)),
      at('2', 'send'),
      at('2', 'free'),
      resumed,
      at('0', 'free'),
      retried,
    ],
  },
  'for-each-stopped-and-tried-again': {
    flow: lines({ parallelism: 2, results: false }),
    events: [
      ...begun,
      inItem('0', failed('map', 1, refused)),
      at('1', 'map'),
      retried,
      ...line('1').slice(1),
      at('0', 'map', 2),
      inItem('0', failed('hold', 1, busy)),
      resumed,
      inItem('0', fired('hold', 1)),
      at('0', 'hold', 2),
      at('0', 'send'),
      ...line('2'),
      gathered('lines', 2),
      succeeded('done'),
    ],
  },
  'for-each-cancelled': {
    flow: lines({ parallelism: 3 }),
    events: [
      ...begun,
      ...line('0'),
      at('1', 'map'),
      inItem('2', parked('map')),
      cancelled,
      at('1', 'hold'),
      at('1', 'free'),
      at('0', 'free'),
    ],
  },
  'pages-taken-over': {
    flow: pages,
    events: [
      started('hook'),
      page(2, 1, 'b'),
      failed('read', 2, busy),
      at('0', 'put'),
      resumed,
      fired('read', 2),
      page(2, 3, 'c'),
      inItem('1', failed('put', 1, refused)),
      at('2', 'put'),
      at('3', 'put'),
      page(0, 4),
      gathered('read', 5),
      succeeded('done'),
    ],
  },
  'repeat-until-met': {
    flow: poll,
    events: [
      started('hook'),
      fed('poll', 1),
      at('0', 'ask'),
      judged('poll', 0),
      resumed,
      fired('poll', 2),
      at('1', 'ask'),
      judged('poll', 1, true),
      succeeded('done'),
    ],
  },
  'repeat-until-limit': {
    flow: poll,
    events: [
      started('hook'),
      fed('poll', 1),
      at('0', 'ask'),
      judged('poll', 0),
      fired('poll', 2),
      at('1', 'ask'),
      judged('poll', 1),
      fired('poll', 3),
      at('2', 'ask'),
      judged('poll', 2),
      succeeded('late'),
    ],
  },
  'scope-within-a-scope': {
    flow: nested,
    events: [
      started('hook'),
      fed('orders', 2),
      inItem('0', fed('lines', 2)),
      inItem('1', fed('lines', 1)),
      inItem('1.0', parked('ask', 1, 9000)),
      at('0.1', 'ask'),
      at('0.0', 'ask'),
      inItem('0.1', failed('put', 1, refused)),
      at('0.0', 'put'),
      resumed,
      inItem('1.0', { ...released('ask'), output: gave('event') } as RunEvent),
      at('1.0', 'put'),
      inItem('1', gathered('lines', 2)),
      at('1', 'confirm'),
      gathered('orders', 2),
    ],
  },
};
