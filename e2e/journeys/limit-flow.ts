import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';

/** Two steps that read a variable of the environment. */
export function limitFlow(condition: string, id = 'limit-check'): Flow {
  const step = { version: 1, policy: {} };
  return {
    ...{ format: FLOW_FORMAT, id, name: 'Limit check', settings: {}, tests: [] },
    nodes: [
      { ...step, id: 'in', type: 'manual', name: 'Start', params: {} },
      {
        ...step,
        id: 'limit',
        type: 'set-fields',
        name: 'Over the limit?',
        params: { keepInput: true, fields: [{ path: 'over', value: `=${condition}` }] },
      },
    ],
    edges: [{ from: 'in', port: 'out', to: 'limit' }],
    layout: { nodes: { in: { x: 80, y: 160 }, limit: { x: 400, y: 160 } }, notes: [] },
  };
}
