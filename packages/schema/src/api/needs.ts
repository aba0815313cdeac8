import { z } from 'zod';
import { Flow, FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';

/** Something that a flow names and does not bring along, and what this environment has for it. */
export const BoundNeed = z.object({
  kind: z.enum(['connection', 'variable', 'table', 'contract', 'topic', 'flow', 'capability']),
  /** As it is written in the flow: `erp`, `order@1`. */
  name: z.string(),
  /** `missing` keeps the flow from being published; `open`: nothing is declared for it, and nothing has to be. */
  state: z.enum(['bound', 'missing', 'open']),
  /** What it means here, in words; empty where there is nothing. */
  means: z.string(),
  /** Version it means here: of a contract or table, or the binding of a capability. */
  version: z.string().optional(),
  /** Steps that name it. */
  nodes: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type BoundNeed = z.infer<typeof BoundNeed>;

export const getBindings = endpoint({
  id: 'getBindings',
  method: 'post',
  path: '/flows/:flowId/bindings',
  tag: 'Flows',
  summary: 'Say what a flow needs of its environment, and what this one has for it',
  params: z.object({ flowId: FlowId }),
  body: z.object({ flow: Flow }),
  ok: z.object({ environment: z.string().optional(), needs: z.array(BoundNeed) }),
  problems: [],
});
