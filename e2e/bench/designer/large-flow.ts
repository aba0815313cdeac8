import { FLOW_FORMAT, type Flow, type FlowEdge, type FlowNode } from '@lockstep/schema/graph';

const PER_ROW = 25;

/** A flow as people draw them, only longer: chains with forks and joins, 1.2 edges a step, every fifth step a call. The same at every run. */
export function largeFlow(size: number): Flow {
  const chance = numbers(7);
  const nodes = Array.from({ length: size }, (_, index) => stepOf(index));
  const edges: FlowEdge[] = [];
  for (let to = 1; to < size; to += 1) {
    const near = Math.max(0, to - 1 - Math.floor(chance() * 4));
    edges.push({ from: `n${near}`, port: 'out', to: `n${to}` });
    const far = Math.max(0, to - 2 - Math.floor(chance() * 12));
    if (chance() < 0.2 && far !== near) edges.push({ from: `n${far}`, port: 'out', to: `n${to}` });
  }
  const places = nodes.map(({ id }, index): [string, { x: number; y: number }] => [
    id,
    { x: (index % PER_ROW) * 280, y: Math.floor(index / PER_ROW) * 200 },
  ]);
  return {
    format: FLOW_FORMAT,
    id: `large-${size}`,
    name: `Large flow of ${size} steps`,
    nodes,
    edges,
    layout: { nodes: Object.fromEntries(places), notes: [] },
    settings: {},
    tests: [],
  };
}

/** The same without calls, so that it runs anywhere. */
export function largeRunnableFlow(size: number): Flow {
  const flow = largeFlow(size);
  const nodes = flow.nodes.map((node, index) =>
    node.type === 'http-request'
      ? { ...node, type: 'set-fields', params: { fields: [{ path: 'value', value: index }] } }
      : node,
  );
  return { ...flow, id: `runnable-${size}`, name: `Large flow of ${size} steps that runs`, nodes };
}

function stepOf(index: number): FlowNode {
  const base = { id: `n${index}`, version: 1, name: `Step ${index}`, policy: {} };
  if (index === 0) return { ...base, type: 'manual', params: {} };
  if (index % 5 === 0)
    return { ...base, type: 'http-request', params: { url: 'https://shop.example/a', method: 'POST' } };
  return { ...base, type: 'set-fields', params: { fields: [{ path: 'value', value: index }] } };
}

/** Numbers from 0 to 1 that look like chance and are the same each time (Lehmer). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
