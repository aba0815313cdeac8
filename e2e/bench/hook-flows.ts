import { FLOW_FORMAT, type Flow, type FlowNode } from '@lockstep/schema/graph';
import { SCRIPT } from './mapping-samples.ts';

export const SECRET = 'bench-webhook-secret';

/** Signed messages, answered when stored; one step behind the door. */
export const acceptFlow = flowOf('bench-accept', [
  node('received', 'webhook', { path: 'bench/accept', verify: { scheme: 'shopify', connection: 'bench-shop' } }),
  node('stamp', 'set-fields', { mode: 'keep', fields: [{ path: 'channel', value: 'web' }] }),
]);

/** A synchronous API of five nodes: expressions, a mapping script of 20 lines, a route and the answer. */
export const answerFlow = flowOf('bench-answer', [
  node('asked', 'webhook', { path: 'bench/answer', verify: { scheme: 'none' }, respond: 'flow', deadlineMs: 5000 }),
  node('stamp', 'set-fields', { mode: 'keep', fields: [{ path: 'channel', value: "='web-' + input.currency" }] }),
  node('map', 'map', { script: SCRIPT }),
  node('route', 'switch', { cases: [{ name: 'eu', when: "=input.region === 'EU'" }] }),
  node('answer', 'respond', { status: 200, body: '={ reference: input.reference, total: input.total }' }),
]);

/** Makes the connection and publishes both flows. */
export async function publishHookFlows(baseUrl: string): Promise<void> {
  const connection = { name: 'Bench shop', system: 'shopify', baseUrl: 'http://127.0.0.1:9', settings: {} };
  await send(baseUrl, 'PUT', '/api/connections/bench-shop', { ...connection, secrets: { webhookSecret: SECRET } });
  for (const flow of [acceptFlow, answerFlow]) {
    await send(baseUrl, 'POST', '/api/flows', { flow });
    await send(baseUrl, 'POST', `/api/flows/${flow.id}/versions`, { flow, basedOn: 0, note: 'Benchmark' });
  }
}

export async function send(baseUrl: string, method: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${baseUrl}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
}

export function node(id: string, type: string, params: FlowNode['params']): FlowNode {
  return { id, type, version: 1, name: id, params, policy: {} };
}

/** A chain: each node leaves by its first case, or by `out`. */
export function flowOf(id: string, nodes: readonly FlowNode[]): Flow {
  const edges = nodes.slice(1).map(({ id: to }, index) => {
    const from = nodes[index];
    return { from: from?.id ?? '', port: from?.type === 'switch' ? 'eu' : 'out', to };
  });
  const places = nodes.map(({ id: nodeId }, index) => [nodeId, { x: index * 240, y: 0 }] as const);
  const layout = { nodes: Object.fromEntries(places), notes: [] };
  return { format: FLOW_FORMAT, id, name: id, nodes: [...nodes], edges, layout, settings: {}, tests: [] };
}
