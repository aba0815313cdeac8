import { FLOW_FORMAT, type Flow, type FlowEdge, type FlowNode, type RetryPolicy } from '@lockstep/schema/graph';

/** Outages must not turn into exceptions by themselves: the invariants are about what is lost or done twice. */
const RETRY: RetryPolicy = { maxAttempts: 30, baseMs: 200, capMs: 2_000, jitter: 0.2 };
const WAIT_MS = 600_000;

function node(id: string, type: string, params: FlowNode['params'], policy: FlowNode['policy'] = {}): FlowNode {
  return { id, type, version: 1, name: id, params, policy };
}

/** A request to the partner under the step's idempotency key. */
function keyed(id: string, method: string, name: string, body: string): FlowNode {
  const url = `='/keyed/${name}/' + encodeURIComponent(steps.hook.ref)`;
  const params = { connection: 'partner', method, url, ...(method === 'POST' && { body }) };
  return node(id, 'http-request', params, { strategy: 'key', retry: RETRY, timeoutMs: 10_000 });
}

const wait = (id: string) =>
  node(id, 'wait-for-event', { topic: 'drill.picked', key: '=steps.hook.ref', from: 'kept', timeoutMs: WAIT_MS });

const kinds = ['undo', 'wait', 'delay', 'once'] as const;

/**
 * One flow through every boundary: effects with undo steps, two waits for events one after the other, a far timer, an
 * effect whose system recognises nothing, and a refusal that has everything undone. `kind` of the message says which way.
 */
export const drillFlow: Flow = flowOf(
  'drill',
  [
    node('hook', 'webhook', {
      path: 'drill/messages',
      verify: { scheme: 'none' },
      dedupe: '=input.id',
      businessKey: '=input.ref',
      respond: 'accepted',
    }),
    keyed('reserve', 'POST', 'reserve', '={ ref: steps.hook.ref }'),
    keyed('unreserve', 'DELETE', 'reserve', ''),
    keyed('charge', 'POST', 'charge', '={ ref: steps.hook.ref }'),
    keyed('refund', 'DELETE', 'charge', ''),
    node('route', 'switch', {
      cases: kinds.map((kind) => ({ name: kind, when: `=steps.hook.kind === '${kind}'` })),
    }),
    node('refuse', 'fail', { kind: 'refused', code: 'drill-refused', message: 'This message is to be undone.' }),
    wait('first'),
    wait('second'),
    node('later', 'delay', { mode: 'for', durationMs: 6_000 }),
    node(
      'book',
      'http-request',
      { connection: 'partner', method: 'POST', url: "='/plain/book/' + encodeURIComponent(steps.hook.ref)", body: {} },
      { strategy: 'once', retry: RETRY, timeoutMs: 10_000 },
    ),
    keyed('ship', 'POST', 'ship', '={ first: steps.first?.eventId ?? null, second: steps.second?.eventId ?? null }'),
  ],
  [
    edge('hook', 'reserve'),
    edge('reserve', 'charge'),
    edge('reserve', 'unreserve', 'undo'),
    edge('charge', 'route'),
    edge('charge', 'refund', 'undo'),
    edge('route', 'refuse', 'undo'),
    edge('route', 'first', 'wait'),
    edge('first', 'second', 'received'),
    edge('second', 'ship', 'received'),
    edge('route', 'later', 'delay'),
    edge('later', 'ship'),
    edge('route', 'book', 'once'),
    edge('route', 'ship', 'otherwise'),
  ],
);

/** Moves of stock, one key after another: no move of a key may overtake the one that was accepted before it. */
export const laneFlow: Flow = {
  ...flowOf(
    'drill-moves',
    [
      node('hook', 'webhook', {
        path: 'drill/moves',
        verify: { scheme: 'none' },
        dedupe: '=input.id',
        businessKey: '=input.ref',
        respond: 'accepted',
      }),
      keyed('move', 'POST', 'move', '={ key: steps.hook.key, version: steps.hook.version }'),
    ],
    [edge('hook', 'move')],
  ),
  settings: { lane: { key: 'input.key' } },
};

/** A schedule whose every tick has one effect, named after the tick. */
export const tickFlow = (nth: number): Flow =>
  flowOf(
    `drill-ticks-${nth}`,
    [
      node('clock', 'schedule', { cron: '*/2 * * * * *', timeZone: 'UTC', missed: 'run-once' }),
      node(
        'note',
        'http-request',
        { connection: 'partner', method: 'POST', url: "='/keyed/tick/' + input.scheduledAt", body: '=input' },
        { strategy: 'key', retry: RETRY, timeoutMs: 10_000 },
      ),
    ],
    [edge('clock', 'note')],
  );

function edge(from: string, to: string, port = 'out'): FlowEdge {
  return { from, port, to };
}

function flowOf(id: string, nodes: readonly FlowNode[], edges: readonly FlowEdge[]): Flow {
  const places = nodes.map(({ id: name }, index) => [name, { x: index * 240, y: 0 }] as const);
  const layout = { nodes: Object.fromEntries(places), notes: [] };
  return { format: FLOW_FORMAT, id, name: id, nodes: [...nodes], edges: [...edges], layout, settings: {}, tests: [] };
}
