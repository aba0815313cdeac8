import {
  applyEdit,
  FLOW_FORMAT,
  type Flow,
  type FlowEdge,
  type FlowEdit,
  type FlowNode,
  type Issue,
  isError,
  type Position,
  UNDO_PORT,
  validateFlow,
} from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { COLUMN_STEP } from '../geometry.ts';
import { replaceMembers } from '../group-edits.ts';
import { freshId, freshName, slugOf } from '../ids.ts';
import { mentionOf, readsName, withMentions } from '../mentions.ts';
import { placesOf, snap } from '../places.ts';
import { type Boundary, boundaryOf } from './boundary.ts';
import { contractOn, fieldStep } from './crossing.ts';

export interface Extraction {
  /** The new flow, a draft to be. */
  readonly subFlow: Flow;
  /** What happens to the flow it is cut out of, as one gesture. */
  readonly edit: FlowEdit;
  /** The step that calls it. */
  readonly call: string;
  /** What a person should know: what is not quite as before. */
  readonly notes: readonly string[];
  /** Contract of the message that goes in and comes back; absent where nothing says it. */
  readonly input: string | undefined;
  readonly output: string | undefined;
  /** Names of the steps whose outputs go in, and come back, beside the message. */
  readonly sent: readonly string[];
  readonly returned: readonly string[];
}

/** Field of the message in what is passed, when outputs of other steps are passed with it. */
const MESSAGE = 'message';

/**
 * Cuts the selected steps out into a flow of their own, called in their place: what they read of steps before goes in with the message, what
 * others read of them comes back with it. Or every reason why that would change what happens.
 */
export function extractSubFlow(
  flow: Flow,
  selected: readonly string[],
  { id, name, catalogue }: { readonly id: string; readonly name: string; readonly catalogue: Catalogue },
): Extraction | { readonly refusals: readonly string[] } {
  const cut = boundaryOf(flow, selected, catalogue);
  if ('refusals' in cut) return cut;
  const input = cut.readInside.length > 0 ? undefined : contractOn(flow, cut.entering, catalogue);
  const output = cut.readOutside.length > 0 ? undefined : contractOn(flow, cut.leaving, catalogue);
  const subFlow = subFlowOf(flow, cut, { id, name, input, output });
  const { edit, call } = cutEdit(flow, cut, { id, name });
  const refusals = [...newErrors(flow, applyEdit(flow, edit), catalogue), ...newErrors(flow, subFlow, catalogue)];
  if (refusals.length > 0) return { refusals };
  const named = (ids: readonly string[]) => flow.nodes.flatMap((node) => (ids.includes(node.id) ? [node.name] : []));
  const [sent, returned] = [named(cut.readInside), named(cut.readOutside)];
  return { subFlow, edit, call, input, output, sent, returned, notes: notesOf(flow, cut) };
}

function subFlowOf(
  flow: Flow,
  cut: Boundary,
  { id, name, input, output }: { readonly id: string; readonly name: string } & Pick<Extraction, 'input' | 'output'>,
): Flow {
  const { inside, entry, leaving, readInside, readOutside, scope } = cut;
  const taken = new Set(inside);
  const fresh = (base: string) => {
    const next = freshId(base, taken);
    taken.add(next);
    return next;
  };
  const start = fresh('called');
  const unpack = readInside.length > 0 ? fresh('message') : undefined;
  const end = leaving.length > 0 || readOutside.length > 0 ? fresh('result') : undefined;
  const moved = flow.nodes
    .filter((node) => inside.has(node.id))
    .map((node): FlowNode => {
      const { scope: before, ...rest } = withMentions(node, (step) =>
        readInside.includes(step) ? [start, step] : undefined,
      );
      return before === undefined || before === scope ? rest : { ...rest, scope: before };
    });
  const step = (made: Pick<FlowNode, 'id' | 'type' | 'name' | 'params'>): FlowNode => ({
    version: 1,
    policy: {},
    ...made,
  });
  const typed = { ...(input !== undefined && { input }), ...(output !== undefined && { output }) };
  const value = { [MESSAGE]: '=input', ...valuesOf(readOutside) };
  const first = unpack ?? entry;
  const exits = leaving.filter(
    ({ from, port }, index) => leaving.findIndex((other) => other.from === from && other.port === port) === index,
  );
  const places = placesOf(flow);
  const at = (node: string): Position => places[node] ?? { x: 0, y: 0 };
  const right = Math.max(...[...inside].map((node) => at(node).x));
  const columns = unpack === undefined ? 1 : 2;
  const lastExit = at(exits[0]?.from ?? entry);
  return {
    format: FLOW_FORMAT,
    id,
    name,
    nodes: [
      step({ id: start, type: 'callable', name: 'Called', params: typed }),
      ...(unpack === undefined ? [] : [fieldStep(unpack, 'Message', MESSAGE)]),
      ...moved,
      ...(end === undefined
        ? []
        : [step({ id: end, type: 'return', name: 'Result', params: readOutside.length === 0 ? {} : { value } })]),
    ],
    edges: [
      { from: start, port: 'out', to: first },
      ...(unpack === undefined ? [] : [{ from: unpack, port: 'out', to: entry }]),
      ...flow.edges.filter(({ from, to }) => inside.has(from) && inside.has(to)),
      ...(end === undefined ? [] : exits.map(({ from, port }): FlowEdge => ({ from, port, to: end }))),
    ],
    layout: {
      nodes: {
        [start]: snap({ x: at(entry).x - columns * COLUMN_STEP, y: at(entry).y }),
        ...(unpack === undefined ? {} : { [unpack]: snap({ x: at(entry).x - COLUMN_STEP, y: at(entry).y }) }),
        ...Object.fromEntries([...inside].map((node) => [node, at(node)])),
        ...(end === undefined ? {} : { [end]: snap({ x: right + COLUMN_STEP, y: lastExit.y }) }),
      },
      notes: [],
    },
    settings: { description: `Called by “${flow.name}”.` },
    tests: [],
  };
}

function cutEdit(
  flow: Flow,
  cut: Boundary,
  { id, name }: { readonly id: string; readonly name: string },
): { readonly edit: FlowEdit; readonly call: string } {
  const { inside, top, entry, entering, leaving, readInside, readOutside, scope } = cut;
  const taken = new Set(flow.nodes.map((node) => node.id));
  const call = freshId(slugOf(name), taken);
  taken.add(call);
  const unpack = readOutside.length > 0 && leaving.length > 0 ? freshId(slugOf(`${name} message`), taken) : undefined;
  const names = new Set(flow.nodes.filter((node) => !inside.has(node.id)).map((node) => node.name));
  const message = { [MESSAGE]: '=input', ...valuesOf(readInside) };
  const params = {
    flow: id,
    versions: 'latest',
    resolve: 'run',
    mode: 'wait',
    ...(readInside.length > 0 && { message }),
  };
  const inScope = scope === undefined ? {} : { scope };
  const node: FlowNode = {
    id: call,
    type: 'call-flow',
    version: 1,
    name: freshName(name, names),
    params,
    policy: {},
    ...inScope,
  };
  const place = placesOf(flow)[entry] ?? { x: 0, y: 0 };
  const at = Math.min(...top.map((one) => flow.nodes.findIndex((other) => other.id === one)));
  const rewritten = flow.nodes.flatMap((other): FlowEdit[] => {
    if (inside.has(other.id)) return [];
    const next = withMentions(other, (step) => (readOutside.includes(step) ? [call, step] : undefined));
    return next === other ? [] : [{ type: 'node.params', node: other.id, params: next.params }];
  });
  const last = unpack ?? call;
  const edges = joined(flow, { inside, entering, call, last });
  const edits: FlowEdit[] = [
    ...replaceMembers(flow, { gone: [...inside], of: top, by: call }),
    ...top.map((one): FlowEdit => ({ type: 'node.remove', node: one })),
    ...rewritten,
    { type: 'node.add', node, position: place, at },
    ...(unpack === undefined
      ? []
      : [
          {
            type: 'node.add',
            node: { ...fieldStep(unpack, freshName(`${name}: message`, names), MESSAGE), ...inScope },
            position: snap({ x: place.x + COLUMN_STEP, y: place.y }),
            at: at + 1,
          } as const,
        ]),
    ...edges,
    ...(unpack === undefined ? [] : [{ type: 'edge.add', edge: { from: call, port: 'out', to: unpack } } as const]),
  ];
  return { call, edit: { type: 'batch', label: `extract “${name}”`, edits } };
}

interface Ends {
  readonly inside: ReadonlySet<string>;
  readonly entering: readonly FlowEdge[];
  readonly call: string;
  readonly last: string;
}

/** The edges in and out in the places of those they stand for: at a join the order of edges decides which message is read. */
function joined(flow: Flow, { inside, entering, call, last }: Ends): readonly FlowEdit[] {
  let at = 0;
  const added = new Set<string>();
  const edits: FlowEdit[] = [];
  for (const edge of flow.edges) {
    const isIn = inside.has(edge.to);
    const isOut = inside.has(edge.from);
    if (isIn && isOut) continue;
    if (isIn || isOut) {
      const next = entering.includes(edge) ? { ...edge, to: call } : { from: last, port: 'out', to: edge.to };
      const key = `${next.from} ${next.port} ${next.to}`;
      if (added.has(key)) continue;
      added.add(key);
      edits.push({ type: 'edge.add', edge: next, at });
    }
    at += 1;
  }
  return edits;
}

function valuesOf(steps: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(steps.map((step) => [step, `=${mentionOf([step])} ?? null`]));
}

/** Errors that were not there before: the cut is not made when it would leave some. */
function newErrors(before: Flow, after: Flow, catalogue: Catalogue): readonly string[] {
  const key = ({ code, message, node }: Issue) => `${code} ${message} ${node}`;
  const old = new Set(validateFlow(before, catalogue).map(key));
  const errors = validateFlow(after, catalogue).filter((issue) => isError(issue) && !old.has(key(issue)));
  return errors.map(({ message }) => message);
}

function notesOf(flow: Flow, { inside }: Boundary): readonly string[] {
  const nodes = flow.nodes.filter(({ id }) => inside.has(id));
  const undone = flow.edges.filter(({ from, port }) => inside.has(from) && port === UNDO_PORT);
  const named = (id: string) => `“${nodes.find((node) => node.id === id)?.name ?? id}”`;
  const notes = undone.map(
    ({ from }) => `${named(from)} is undone while the sub-flow runs, no longer when this flow fails behind the call.`,
  );
  const runs = nodes.filter((node) => readsName(node, 'run')).map(({ id }) => named(id));
  if (runs.length > 0) notes.push(`In ${runs.join(', ')}, “run” is the run of the sub-flow now.`);
  return [...new Set(notes)];
}
