import {
  DEFAULT_RETRY,
  DEFAULT_TIMEOUT_MS,
  type EffectStrategy,
  ERROR_PORT,
  type Flow,
  type FlowEdge,
  type FlowNode,
  type RetryPolicy,
} from '@lockstep/schema/graph';
import type { Catalogue, NodeDefinition } from '@lockstep/schema/node';

/** Id of a node in its flow: short, stable, lower-case. */
export type NodeId = string;

/** One node as the engine sees it: what decides how its step goes on, and nothing about what the step does. */
export interface PlanNode {
  readonly id: NodeId;
  /** Place in the flow's node array; decides the order of commands. */
  readonly index: number;
  readonly trigger: boolean;
  /** Touches nothing, reads, or writes. A disabled node touches nothing, whatever its type. */
  readonly effect: 'none' | 'read' | 'write';
  /** Absent for types that state none: pure nodes. */
  readonly strategy?: EffectStrategy;
  readonly retry: RetryPolicy;
  /** Limit of one attempt in milliseconds. */
  readonly timeoutMs: number;
  readonly disabled: boolean;
  /** The value given at this step answers the waiting caller. */
  readonly responds: boolean;
  /** First declared output: where a trigger's message leaves, and a disabled node's input. */
  readonly firstPort: string;
  /** In drawing order: the first live one is the input of the step. */
  readonly incoming: readonly FlowEdge[];
  readonly outgoing: readonly FlowEdge[];
  readonly hasErrorEdge: boolean;
}

/** A flow version made ready for `transition`. Compiled once a version, shared by all its runs. */
export interface Plan {
  readonly flowId: string;
  /** In the order of the flow's node array. */
  readonly nodes: readonly PlanNode[];
  readonly byId: ReadonlyMap<NodeId, PlanNode>;
}

/** A flow that cannot run: what `validateFlow` calls an error, met by something that was never validated. */
export class PlanError extends Error {
  readonly node: NodeId | undefined;

  constructor(message: string, node?: NodeId) {
    super(message);
    this.name = 'PlanError';
    this.node = node;
  }
}

/**
 * Makes a flow ready to run: joins each node's policy with the defaults of its type, and its edges with the node.
 *
 * @throws PlanError when a node type is unknown, an id is doubled, an edge ends nowhere or the edges form a cycle
 */
export function compilePlan(flow: Flow, catalogue: Catalogue): Plan {
  const incoming = new Map<NodeId, FlowEdge[]>();
  const outgoing = new Map<NodeId, FlowEdge[]>();
  for (const { id } of flow.nodes) {
    if (incoming.has(id)) throw new PlanError(`Two nodes have the id "${id}".`, id);
    incoming.set(id, []);
    outgoing.set(id, []);
  }
  for (const edge of flow.edges) {
    const [from, to] = [outgoing.get(edge.from), incoming.get(edge.to)];
    if (!from || !to)
      throw new PlanError(`An edge from "${edge.from}" to "${edge.to}" ends at a node that is not there.`);
    from.push(edge);
    to.push(edge);
  }
  const nodes = flow.nodes.map((node, index) => {
    const definition = catalogue.get(node.type);
    if (!definition) throw new PlanError(`There is no node type "${node.type}".`, node.id);
    const edges = { incoming: incoming.get(node.id) ?? [], outgoing: outgoing.get(node.id) ?? [] };
    return planNode(node, index, definition, edges);
  });
  const plan = { flowId: flow.id, nodes, byId: new Map(nodes.map((node) => [node.id, node])) };
  refuseCycles(plan);
  return plan;
}

function planNode(
  { id, policy }: FlowNode,
  index: number,
  definition: NodeDefinition,
  edges: Pick<PlanNode, 'incoming' | 'outgoing'>,
): PlanNode {
  const strategy = policy.strategy ?? definition.strategies[0];
  const fallback = definition.effect === 'none' ? { ...DEFAULT_RETRY, maxAttempts: 1 } : DEFAULT_RETRY;
  return {
    id,
    index,
    trigger: definition.kind === 'trigger',
    effect: policy.disabled ? 'none' : definition.effect,
    ...(strategy === undefined ? {} : { strategy }),
    retry: policy.retry ?? definition.retry ?? fallback,
    timeoutMs: policy.timeoutMs ?? definition.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    disabled: policy.disabled ?? false,
    responds: definition.responds ?? false,
    firstPort: Object.keys(definition.outputs)[0] ?? 'out',
    ...edges,
    hasErrorEdge: edges.outgoing.some(({ port }) => port === ERROR_PORT),
  };
}

/** A step on a cycle would wait for itself. Takes nodes without open inputs away until none is left (Kahn, 1962). */
function refuseCycles({ nodes, byId }: Plan): void {
  const open = new Map(nodes.map(({ id, incoming }) => [id, incoming.length]));
  const free = nodes.filter(({ incoming }) => incoming.length === 0);
  let taken = 0;
  for (let node = free.pop(); node; node = free.pop()) {
    taken += 1;
    for (const { to } of node.outgoing) {
      const left = (open.get(to) ?? 0) - 1;
      open.set(to, left);
      const target = byId.get(to);
      if (left === 0 && target) free.push(target);
    }
  }
  if (taken < nodes.length) {
    const stuck = nodes.find(({ id }) => (open.get(id) ?? 0) > 0);
    throw new PlanError('The edges form a cycle, so a step would wait for itself.', stuck?.id);
  }
}
