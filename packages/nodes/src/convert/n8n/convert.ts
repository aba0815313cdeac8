import { FLOW_FORMAT, type Flow, type FlowEdge, type FlowNode } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { type Drafted, soundEdges, toDo } from '../draft.ts';
import { createIds, slugOf, stepRef } from '../ids.ts';
import type { Conversion, NodeReport } from '../report.ts';
import { appStep } from './apps.ts';
import { type NodeContext, original } from './context.ts';
import { type N8nDocument, type N8nNode, textAt, typeName } from './document.ts';
import { hookOutput, settleHooks } from './hook.ts';
import { loopStep } from './loop-step.ts';
import { findLoops, type Link, type Loop } from './scopes.ts';
import { STEPS } from './steps.ts';
import { appTrigger, TRIGGERS } from './triggers.ts';

/** A workflow of n8n as a draft: every node is told of, and what cannot be said here stands as a step that says so. */
export function convertN8n(document: N8nDocument): Conversion {
  const notes = document.nodes.filter((node) => typeName(node) === 'stickyNote');
  const nodes = document.nodes.filter((node) => typeName(node) !== 'stickyNote');
  const links = linksOf(document);
  const parts = partsOf(document);
  const loops = findLoops(nodes, links);
  const idOf = createIds();
  const ids = new Map(nodes.filter(({ name }) => !parts.has(name)).map((node) => [node.name, idOf(node.name)]));
  const graph: Graph = { nodes: new Map(nodes.map((node) => [node.name, node])), links, loops, ids };
  const made = nodes.map((node) => ({
    node,
    step: parts.has(node.name) ? undefined : convertNode(node, graph, document.name),
  }));
  const steps = new Map(made.flatMap(({ node, step }) => (step ? [[node.name, step] as const] : [])));
  const drawn = soundEdges(edgesOf(graph, steps));
  const entered = new Set(drawn.edges.map(({ to }) => to));
  const kept = made.flatMap(({ node, step }) => (step ? [flowNode(node, step, graph)] : []));
  const flow: Flow = {
    format: FLOW_FORMAT,
    id: slugOf(document.name, 'imported').slice(0, 64).replace(/-+$/, ''),
    name: document.name.slice(0, 120) || 'Imported from n8n',
    nodes: kept,
    edges: drawn.edges,
    layout: {
      nodes: Object.fromEntries(
        nodes.flatMap(({ name, position: [x, y] }) => (ids.has(name) ? [[ids.get(name), { x: x * 1.25, y }]] : [])),
      ),
      notes: notes.map(({ parameters, position: [x, y] }, nr) => ({
        id: `note-${nr + 1}`,
        text: (textAt(parameters, 'content') ?? '').slice(0, 5_000),
        ...{ x: x * 1.25, y, width: size(parameters.width, 240), height: size(parameters.height, 160) },
      })),
    },
    settings: { description: 'Brought over from n8n.' },
    tests: [],
  };
  const report = made.map(({ node, step }) => reportOf(node, step, graph, { drawn: drawn.circles, entered }));
  return {
    from: 'n8n',
    flow,
    report: [
      ...report,
      ...notes.map((node): NodeReport => ({ name: node.name, type: node.type, outcome: 'converted', notes: [] })),
    ],
  };
}

interface Graph {
  readonly nodes: ReadonlyMap<string, N8nNode>;
  readonly links: readonly Link[];
  readonly loops: ReadonlyMap<string, Loop>;
  readonly ids: ReadonlyMap<string, string>;
}

function linksOf({ connections, nodes }: N8nDocument): readonly Link[] {
  const known = new Set(nodes.map(({ name }) => name));
  return Object.entries(connections).flatMap(([from, { main = [] }]) =>
    main.flatMap((targets, output) =>
      (targets ?? []).flatMap(({ node, index }) =>
        known.has(from) && known.has(node) ? [{ from, output, to: node, input: index }] : [],
      ),
    ),
  );
}

/** Nodes that are a part of another one: models, memories and tools of an agent. */
function partsOf({ connections }: N8nDocument): ReadonlySet<string> {
  return new Set(
    Object.entries(connections).flatMap(([from, outputs]) =>
      Object.keys(outputs).some((kind) => kind !== 'main') ? [from] : [],
    ),
  );
}

/** Types that give on what they got, as ours do. */
const PASSES = new Set(['if', 'filter', 'switch', 'noOp', 'wait', 'stopAndError']);
/** Types that give on what they got, where ours give something of their own. */
const ANSWERS = new Set(['respondToWebhook']);

/** What n8n calls the `json` of a node, read by its name. */
function absolute(name: string, graph: Graph, seen: ReadonlySet<string> = new Set()): string {
  const node = graph.nodes.get(name);
  const ref = stepRef(graph.ids.get(name) ?? 'step');
  if (!node || seen.has(name)) return ref;
  const kind = typeName(node);
  if (kind === 'webhook') return hookOutput(ref);
  if (kind === 'httpRequest') return `${ref}.body`;
  if (PASSES.has(kind) || ANSWERS.has(kind)) {
    const [before] = before1(name, graph);
    return before === undefined ? ref : absolute(before, graph, new Set([...seen, name]));
  }
  return ref;
}

/** The same as the message at the node right behind it. */
function relative(name: string, graph: Graph, to: string, seen: ReadonlySet<string> = new Set()): string {
  const node = graph.nodes.get(name);
  if (!node || seen.has(name)) return 'input';
  const kind = typeName(node);
  if (loopOf(name, to, graph)) return 'input.results';
  const loop = graph.loops.get(name);
  if (loop) return loop.body.has(to) ? 'input' : 'input.results';
  if (kind === 'webhook') return hookOutput('input');
  if (kind === 'httpRequest') return 'input.body';
  if (kind === 'wait' && textAt(node.parameters, 'resume') === 'webhook') return 'input.payload';
  if (ANSWERS.has(kind)) return absolute(name, graph);
  if (PASSES.has(kind)) {
    const [before] = before1(name, graph);
    return before === undefined ? 'input' : relative(before, graph, name, new Set([...seen, name]));
  }
  return 'input';
}

/** The loop that a node lies in and the other one does not. */
function loopOf(name: string, other: string, { loops }: Graph): Loop | undefined {
  return [...loops.values()].find(({ body }) => body.has(name) && !body.has(other));
}

function before1(name: string, { links }: Graph): readonly string[] {
  const entering = links.filter(({ to }) => to === name).toSorted((a, b) => a.input - b.input);
  return [...new Set(entering.map(({ from }) => from))];
}

function convertNode(node: N8nNode, graph: Graph, workflow: string): Drafted {
  const before = before1(node.name, graph).filter((name) => name !== node.name);
  const [first] = before;
  const own = first === undefined ? 'input' : relative(first, graph, node.name);
  const all = new Map(
    [...graph.ids.keys()].map((name) => {
      // What a step in a loop gave is many things outside of it.
      const loop = loopOf(name, node.name, graph);
      return [name, loop ? `${stepRef(graph.ids.get(loop.name) ?? 'step')}.results` : absolute(name, graph)];
    }),
  );
  const said = new Set<string>();
  const context: NodeContext = {
    node,
    names: { own, workflow, of: (name) => all.get(name), tell: (note) => void said.add(note) },
    inputs: before.map((name) => all.get(name) ?? 'input'),
    all,
  };
  const next = graph.links.filter(({ from }) => from === node.name).map(({ to }) => graph.nodes.get(to));
  const step = convertType(
    context,
    graph.loops.get(node.name),
    next.flatMap((each) => (each ? [typeName(each)] : [])),
  );
  const isMixed =
    before.length > 1 &&
    typeName(node) !== 'merge' &&
    new Set(before.map((name) => relative(name, graph, node.name))).size > 1;
  const told = [
    ...step.notes,
    ...said,
    ...(isMixed ? [`It reads the message as "${first}" gives it; other ways lead here too.`] : []),
  ];
  const isNearly = (isMixed || said.size > 0) && step.outcome === 'converted';
  const outcome = isNearly ? 'approximated' : step.outcome;
  return { ...step, notes: told, outcome, params: settled(step.params) };
}

function settled<T extends Json | Readonly<Record<string, Json>>>(params: T): T {
  return JSON.parse(JSON.stringify(params), (_, value: unknown) =>
    typeof value === 'string' ? settleHooks(value) : value,
  ) as T;
}

function convertType(context: NodeContext, loop: Loop | undefined, next: readonly string[]): Drafted {
  const { node } = context;
  const kind = typeName(node);
  if (kind === 'splitInBatches' || kind === 'splitOut') return loopStep(context, loop, next);
  const known = TRIGGERS.get(kind) ?? STEPS.get(kind);
  const isCore = node.type.startsWith('n8n-nodes-base.');
  if (isCore && known) return known(context);
  if (kind.endsWith('Trigger') && !kind.startsWith('error')) return appTrigger(context);
  return (isCore && appStep(context)) || toDo(`${node.name} (${kind} of n8n)`, [original(node)]);
}

function edgesOf({ links, loops, ids, nodes }: Graph, steps: ReadonlyMap<string, Drafted>): readonly FlowEdge[] {
  return links.flatMap(({ from, output, to }): FlowEdge[] => {
    const [fromId, toId, step] = [ids.get(from), ids.get(to), steps.get(from)];
    if (fromId === undefined || toId === undefined || !step) return [];
    // A way back to the loop is what a scope does by itself; a way out of its body ends there.
    const around = [...loops.values()].find(({ body }) => body.has(from));
    if (around && !around.body.has(to)) return to === around.name ? [] : leave(around, ids, toId);
    const loop = loops.get(from);
    if (loop !== undefined && output === loop.each && !loop.body.has(to)) return leave(loop, ids, toId);
    const isError = nodes.get(from)?.onError === 'continueErrorOutput' && output === (step.ports.length || 1);
    const port = isError ? 'error' : (step.ports[output] ?? step.ports.at(-1));
    return port === undefined ? [] : [{ from: fromId, port, to: toId }];
  });
}

/** What followed the end of a split list follows its scope. */
function leave(loop: Loop, ids: ReadonlyMap<string, string>, to: string): FlowEdge[] {
  const from = ids.get(loop.name);
  return from === undefined ? [] : [{ from, port: 'done', to }];
}

function flowNode(node: N8nNode, step: Drafted, { ids, loops }: Graph): FlowNode {
  const loop = [...loops.values()].find(({ body }) => body.has(node.name));
  const retry = node.retryOnFail
    ? {
        retry: {
          maxAttempts: Math.min(Math.max(Math.round(node.maxTries ?? 3), 1), 50),
          baseMs: Math.max(Math.round(node.waitBetweenTries ?? 1_000), 10),
          capMs: 60_000,
          jitter: 0.2,
        },
      }
    : {};
  const isEffect = step.type === 'http-request' || step.type === 'call-flow';
  return {
    id: ids.get(node.name) ?? 'step',
    type: step.type,
    version: 1,
    name: node.name.slice(0, 120) || 'Step',
    params: { ...step.params },
    policy: { ...step.policy, ...(isEffect && retry), ...(node.disabled === true && { disabled: true }) },
    ...(loop && { scope: ids.get(loop.name) ?? 'step' }),
  };
}

function reportOf(
  node: N8nNode,
  step: Drafted | undefined,
  { ids }: Graph,
  { drawn }: { readonly drawn: readonly FlowEdge[]; readonly entered: ReadonlySet<string> },
): NodeReport {
  const { name, type } = node;
  if (!step)
    return { name, type, outcome: 'needs-work', notes: ['It is a part of an AI node, which Lockstep does not have.'] };
  const id = ids.get(name);
  const isCircle = drawn.some(({ from }) => from === id);
  const goesOn =
    node.continueOnFail === true || (node.onError?.startsWith('continue') && node.onError !== 'continueErrorOutput');
  const notes = [
    ...step.notes,
    ...(isCircle ? ['A way back from here is not drawn: use “Repeat until”.'] : []),
    ...(goesOn
      ? ['n8n went on after a failure here: lead its error way to the next step if that is still wanted.']
      : []),
    ...(node.notes ? [`Note there: ${node.notes.slice(0, 500)}`] : []),
  ];
  const isLess = (isCircle || goesOn) && step.outcome === 'converted';
  return {
    name,
    type,
    outcome: isCircle ? 'needs-work' : isLess ? 'approximated' : step.outcome,
    ...(id !== undefined && { node: id }),
    notes,
  };
}

function size(value: unknown, otherwise: number): number {
  const given = Number(value ?? otherwise);
  return Number.isFinite(given) && given > 0 ? given : otherwise;
}
