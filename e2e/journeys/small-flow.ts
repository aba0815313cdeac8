import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';

/** A flow of three steps without any system: manual start, map, log. */
export function smallFlow(id: string, script = 'export default function map(input) {\n  return input;\n}\n'): Flow {
  return {
    format: FLOW_FORMAT,
    id,
    name: `Small flow ${id}`,
    nodes: [
      { id: 'start', type: 'manual', version: 1, name: 'Start', params: {}, policy: {} },
      { id: 'shape', type: 'map', version: 1, name: 'Shape', params: { script }, policy: {} },
      { id: 'say', type: 'log', version: 1, name: 'Say it', params: { level: 'info', message: 'Done.' }, policy: {} },
    ],
    edges: [
      { from: 'start', port: 'out', to: 'shape' },
      { from: 'shape', port: 'out', to: 'say' },
    ],
    layout: { nodes: { start: { x: 0, y: 0 }, shape: { x: 280, y: 0 }, say: { x: 560, y: 0 } }, notes: [] },
    settings: {},
    tests: [{ id: 'two', name: 'Two lines', node: 'start', message: { lines: [{ sku: 'MUG-BLUE' }, {}] } }],
  };
}

/** Brings a flow in as a draft through the API, for journeys that are not about drawing it. */
export async function importFlow(url: string, flow: Flow): Promise<void> {
  const response = await fetch(`${url}/api/flows`, {
    method: 'POST',
    body: JSON.stringify({ flow }),
    headers: { 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`The flow was not taken: ${response.status} ${await response.text()}`);
}

const UNMAPPED = 'export default defineMap<ShopifyOrder, SapSalesOrder>((src, t) => ({}));\n';

/** A small flow whose map goes from a Shopify order to a sales order of S/4HANA; it maps nothing unless told to. */
export function mappedFlow(id: string, script = UNMAPPED): Flow {
  const flow = smallFlow(id);
  const params = { source: 'shopify-order@1', target: 'sap-sales-order@1', script };
  return { ...flow, tests: [], nodes: flow.nodes.map((node) => (node.id === 'shape' ? { ...node, params } : node)) };
}
