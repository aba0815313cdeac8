import type { ExceptionView, FlowSummary, RunSummary, RunView, StepView } from '@lockstep/schema/api';
import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';

const NONE = { queued: 0, running: 0, waiting: 0, done: 0, exception: 0, cancelled: 0 };

export function flowSummary(id: string, more: Partial<FlowSummary> = {}): FlowSummary {
  const updatedAt = '2026-11-01T08:00:00.000Z';
  return { id, name: `Flow ${id}`, changed: false, updatedAt, triggers: [], runs24h: NONE, ...more };
}

export function runSummary(runId: string, more: Partial<RunSummary> = {}): RunSummary {
  const startedAt = '2026-11-01T08:00:00.000Z';
  return { runId, flowId: 'orders', flowName: 'Orders', version: 1, test: false, status: 'done', startedAt, ...more };
}

export function exception(id: string, more: Partial<ExceptionView> = {}): ExceptionView {
  return {
    id,
    runId: `run-${id}`,
    flowId: 'orders',
    flowName: 'Orders',
    version: 1,
    node: 'erp',
    nodeName: 'Create sales order',
    category: 'system',
    code: 'http-503',
    reason: `The ERP is not able to answer ${id}.`,
    kind: 'transient',
    attempts: 5,
    businessKey: `#${id}`,
    raisedAt: '2026-11-01T08:00:00.000Z',
    status: 'open',
    ...more,
  };
}

/** Two steps in a row. */
export const FLOW: Flow = {
  format: FLOW_FORMAT,
  id: 'orders',
  name: 'Orders',
  nodes: [
    { id: 'in', type: 'manual', version: 1, name: 'Order placed', params: {}, policy: {} },
    { id: 'erp', type: 'log', version: 1, name: 'Create sales order', params: { message: 'x' }, policy: {} },
  ],
  edges: [{ from: 'in', port: 'out', to: 'erp' }],
  layout: { nodes: { in: { x: 0, y: 0 }, erp: { x: 280, y: 0 } }, notes: [] },
  settings: {},
  tests: [],
};

export function stepView(node: string, more: Partial<StepView> = {}): StepView {
  const name = FLOW.nodes.find(({ id }) => id === node)?.name ?? node;
  return { node, name, type: 'log', status: 'succeeded', attempts: [], startedAt: '2026-11-01T08:00:00.000Z', ...more };
}

export function runView(runId: string, more: Partial<RunView> = {}): RunView {
  return {
    ...runSummary(runId),
    trigger: { kind: 'webhook', receivedAt: 0, path: '/hooks/orders' },
    stamp: '2.done.snapshot',
    flow: FLOW,
    steps: [stepView('in'), stepView('erp')],
    ...more,
  };
}
