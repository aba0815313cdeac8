import {
  DEFAULT_RETRY,
  DEFAULT_TIMEOUT_MS,
  type EffectStrategy,
  ERROR_PORT,
  type Flow,
  type FlowEdge,
  type FlowNode,
  findCycle,
  incomingEdges,
  outgoingEdges,
  type RetryPolicy,
  SCOPE_PORT,
  scopesAround,
  UNDO_PORT,
} from '@lockstep/schema/graph';
import { type Catalogue, type NodeDefinition, type ScopeRules, strategyOf } from '@lockstep/schema/node';

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
  /** Those into the own body, of a scope, are left out. */
  readonly outgoing: readonly FlowEdge[];
  readonly hasErrorEdge: boolean;
  /** The step that undoes this one (R14); only of steps that write. */
  readonly undo?: NodeId;
  /** The step that this one undoes; such a node is no part of the normal way. */
  readonly undoes?: NodeId;
  /** How long the stage may take, in milliseconds (R16). */
  readonly slaMs?: number;
  /** Scopes around the node, the outermost first: what the parts of its item path stand for. */
  readonly scopes: readonly NodeId[];
  /** How a scope goes through its items (R18 to R24); absent for all other nodes. */
  readonly rules?: ScopeRules & { readonly donePort: string };
}

/** A flow version made ready for `transition`. Compiled once a version, shared by all its runs. */
export interface Plan {
  readonly flowId: string;
  /** In the order of the flow's node array. */
  readonly nodes: readonly PlanNode[];
  /** Nodes by the scope they belong to, in the same order; those outside of all scopes by `undefined`. */
  readonly bodies: ReadonlyMap<NodeId | undefined, readonly PlanNode[]>;
  readonly byId: ReadonlyMap<NodeId, PlanNode>;
  /** How long a run may take, in milliseconds from its acceptance (R15). */
  readonly deadlineMs?: number;
  /** How long a run should take, likewise (R16). */
  readonly slaMs?: number;
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
 * @throws PlanError when a node type is unknown, an id is doubled, an edge ends nowhere or crosses the border of a body, the
 *   edges form a cycle, or a step and the one that undoes it are no pair
 */
export function compilePlan(flow: Flow, catalogue: Catalogue): Plan {
  refuseBrokenGraph(flow);
  const undos = flow.edges.filter(isUndo);
  refuseBrokenPairs(flow, undos);
  refuseBrokenScopes(flow, catalogue);
  // Undo edges are pairs, not ways: no message travels them while the run goes on.
  const ways = { nodes: flow.nodes, edges: flow.edges.filter((edge) => !isUndo(edge)) };
  const [incoming, outgoing] = [incomingEdges(ways), outgoingEdges(ways)];
  const byId = new Map(flow.nodes.map((node) => [node.id, node]));
  const nodes = flow.nodes.map((node, index) => {
    const definition = catalogue.get(node.type);
    if (!definition) throw new PlanError(`There is no node type "${node.type}".`, node.id);
    const undo = undos.find(({ from }) => from === node.id)?.to;
    const undoes = undos.find(({ to }) => to === node.id)?.from;
    const edges = {
      incoming: incoming.get(node.id) ?? [],
      outgoing: (outgoing.get(node.id) ?? []).filter(({ to }) => byId.get(to)?.scope === node.scope),
      scopes: scopesAround(byId, node.id).toReversed(),
      ...(undo !== undefined && definition.effect === 'write' && !node.policy.disabled && { undo }),
      ...(undoes !== undefined && { undoes }),
    };
    return planNode(node, index, definition, edges);
  });
  const { deadlineMs, slaMs } = flow.settings;
  return {
    flowId: flow.id,
    nodes,
    bodies: Map.groupBy(nodes, ({ scopes }) => scopes.at(-1)),
    byId: new Map(nodes.map((node) => [node.id, node])),
    ...(deadlineMs !== undefined && { deadlineMs }),
    ...(slaMs !== undefined && { slaMs }),
  };
}

function planNode(
  node: FlowNode,
  index: number,
  definition: NodeDefinition,
  edges: Pick<PlanNode, 'incoming' | 'outgoing' | 'undo' | 'undoes' | 'scopes'>,
): PlanNode {
  const { id, policy } = node;
  const strategy = strategyOf(definition, node);
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
    ...(policy.slaMs !== undefined && { slaMs: policy.slaMs }),
    ...(definition.scope &&
      !policy.disabled && { rules: { ...definition.scope.rules(node.params), donePort: definition.scope.donePort } }),
  };
}

/** A step on a cycle would wait for itself; an edge to nowhere would lose what travels it. */
function refuseBrokenGraph(flow: Flow): void {
  const ids = new Set<NodeId>();
  for (const { id } of flow.nodes) {
    if (ids.has(id)) throw new PlanError(`Two nodes have the id "${id}".`, id);
    ids.add(id);
  }
  const loose = flow.edges.find(({ from, to }) => !ids.has(from) || !ids.has(to));
  if (loose) throw new PlanError(`The edge from "${loose.from}" to "${loose.to}" ends at a node that is not there.`);
  const cycle = findCycle(flow);
  if (cycle) throw new PlanError(`The edges form a cycle: ${cycle.join(' > ')}.`, cycle[0]);
}

/** R18 stands on borders: what happens once for each item cannot lead on to what happens once. */
function refuseBrokenScopes({ nodes, edges }: Flow, catalogue: Catalogue): void {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const { id, scope } of nodes) {
    const owner = scope === undefined ? undefined : byId.get(scope);
    const isBody = owner && catalogue.get(owner.type)?.scope && !scopesAround(byId, id).includes(id);
    if (scope !== undefined && !isBody)
      throw new PlanError(`"${id}" belongs to "${scope}", which is no scope around it.`, id);
  }
  for (const { from, port, to } of edges) {
    const [left, entered] = [byId.get(from)?.scope, byId.get(to)?.scope];
    const isEntry = port === SCOPE_PORT && entered === from;
    const isItems = port === SCOPE_PORT && catalogue.get(byId.get(from)?.type ?? '')?.scope;
    if (!isEntry && (left !== entered || isItems)) {
      throw new PlanError(`The edge from "${from}" to "${to}" crosses the border of a body.`, from);
    }
  }
}

/** R14 stands on pairs: an undo step that others lead to, or that leads on, would run at two times for two reasons. */
function refuseBrokenPairs({ edges }: Flow, undos: readonly FlowEdge[]): void {
  for (const pair of undos) {
    const isLoose = edges.some(
      (other) =>
        other !== pair &&
        (other.to === pair.to || other.from === pair.to || (other.from === pair.from && isUndo(other))),
    );
    if (isLoose) throw new PlanError(`"${pair.to}" and "${pair.from}" are not a pair of undo and do.`, pair.from);
  }
}

function isUndo({ port }: FlowEdge): boolean {
  return port === UNDO_PORT;
}
