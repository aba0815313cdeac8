import {
  applyEdit,
  downstreamOf,
  type Flow,
  type FlowEdge,
  type FlowEdit,
  type FlowNode,
  isError,
  sameEdge,
  validateFlow,
} from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { type Clip, pasteSteps } from '../clipboard.ts';
import { withBodies } from '../frames.ts';
import { isLowPort } from '../geometry.ts';
import { withoutMembers } from '../group-edits.ts';
import { mentionsIn, readsName, withMentions } from '../mentions.ts';
import { placesOf } from '../places.ts';
import { exitKey, wherePathsEnd } from './paths.ts';

export interface Inlining {
  readonly edit: FlowEdit;
  readonly ids: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Puts the steps of a called flow in the place of the call: what goes in is computed where the call was, what comes back where its Return
 * steps were. Or every reason why that would change what happens.
 *
 * @param called the version of the flow that the call gets
 */
export function inlineCall(
  flow: Flow,
  callId: string,
  called: Flow,
  catalogue: Catalogue,
): Inlining | { readonly refusals: readonly string[] } {
  const call = flow.nodes.find(({ id }) => id === callId);
  const target = call && catalogue.get(call.type)?.calls?.(call.params);
  if (call === undefined || target === undefined) return { refusals: ['This step calls no flow.'] };
  const starts = called.nodes.filter(({ type }) => catalogue.get(type)?.kind === 'trigger');
  const start = starts.find(({ type }) => catalogue.get(type)?.callable !== undefined);
  if (start === undefined) return { refusals: [`“${called.name}” has no start “Called by a flow”.`] };
  const returns = called.nodes.filter(({ type }) => catalogue.get(type)?.returns);
  const outgoing = flow.edges.filter(({ from }) => from === callId);
  const isRead = flow.nodes.some((node) => mentionsIn(node).has(callId));
  const refusals = refusalsOf({ flow, call, called, catalogue, starts, returns, outgoing, isRead, mode: target.mode });
  if (refusals.length > 0) return { refusals };
  const made = inlineEdit({ flow, call, called, start, returns, outgoing, isRead });
  const next = applyEdit(flow, made.edit);
  const before = new Set(validateFlow(flow, catalogue).map(({ message }) => message));
  const broken = validateFlow(next, catalogue).filter((issue) => isError(issue) && !before.has(issue.message));
  if (broken.length > 0) return { refusals: broken.map(({ message }) => message) };
  const { deadlineMs, slaMs } = called.settings;
  const notes = [
    ...(deadlineMs === undefined && slaMs === undefined
      ? []
      : [`The time limits of “${called.name}” are no longer kept.`]),
    ...(called.nodes.some((node) => readsName(node, 'run'))
      ? ['In these steps “run” is the run of this flow now.']
      : []),
  ];
  return { ...made, notes };
}

interface Checked {
  readonly flow: Flow;
  readonly call: FlowNode;
  readonly called: Flow;
  readonly catalogue: Catalogue;
  readonly starts: readonly FlowNode[];
  readonly returns: readonly FlowNode[];
  readonly outgoing: readonly FlowEdge[];
  readonly isRead: boolean;
  readonly mode: 'wait' | 'start';
}

function refusalsOf(checked: Checked): readonly string[] {
  const { call, called, catalogue, starts, returns, outgoing, isRead, mode } = checked;
  const refusals: string[] = [];
  const named = ({ name }: FlowNode) => `“${name}”`;
  if (mode === 'start') refusals.push(`${named(call)} only starts “${called.name}” and goes on at once.`);
  if (called.settings.lane !== undefined) refusals.push(`“${called.name}” keeps its own messages in order.`);
  if (starts.length > 1) refusals.push(`“${called.name}” has other starts too: ${starts.map(named).join(', ')}.`);
  for (const { port } of outgoing.filter((edge) => isLowPort(edge.port))) {
    refusals.push(`The ${port} way of ${named(call)} is about the call as a whole.`);
  }
  if (returns.length === 0 && (isRead || outgoing.length > 0)) {
    refusals.push(`“${called.name}” returns nothing, so the next steps would get another message.`);
  }
  const [start] = starts;
  const exits = new Set(
    called.edges.filter(({ to }) => returns.some(({ id }) => id === to)).map((e) => exitKey(e.from, e.port)),
  );
  const stop = start && outgoing.length > 0 ? wherePathsEnd(called, start.id, exits, catalogue) : undefined;
  const ends = called.nodes.find(({ id }) => id === stop);
  if (ends !== undefined && returns.length > 0) {
    refusals.push(
      `A message may end at ${named(ends)} without a Return: then this flow would stop where it goes on today.`,
    );
  }
  if (returns.length > 1 && isRead)
    refusals.push(`What ${named(call)} returned is read later, and it returns at several steps.`);
  for (const node of called.nodes) {
    if (readsName(node, 'trigger')) refusals.push(`${named(node)} reads how its own run began (trigger).`);
    if (catalogue.get(node.type)?.responds) refusals.push(`${named(node)} answers a caller of its own.`);
  }
  return refusals;
}

interface Inlined {
  readonly flow: Flow;
  readonly call: FlowNode;
  readonly called: Flow;
  readonly start: FlowNode;
  readonly returns: readonly FlowNode[];
  readonly outgoing: readonly FlowEdge[];
  readonly isRead: boolean;
}

function inlineEdit({ flow, call, called, start, returns, outgoing, isRead }: Inlined): Omit<Inlining, 'notes'> {
  const message = call.params.message;
  const reads = called.nodes.some((node) => mentionsIn(node).has(start.id));
  // The start becomes a step that computes what the call sent; without need of one it is left out.
  const keepsStart = message !== undefined || reads;
  // A Return that gives the message on, and that nothing follows, is only a way on.
  const plain = new Set(
    returns.flatMap(({ id, params }) =>
      params.value === undefined && !isRead && called.edges.every(({ from }) => from !== id) ? [id] : [],
    ),
  );
  const replaced = called.nodes.map((node): FlowNode => {
    if (node === start) return valueStep(node, `${call.name}: message`, message ?? '=input');
    return returns.includes(node) ? valueStep(node, node.name, node.params.value ?? '=input') : node;
  });
  const isKept = (id: string) => !plain.has(id) && (keepsStart || id !== start.id);
  const nodes = replaced.filter(({ id }) => isKept(id));
  const inner = called.edges.filter(({ from, to }) => isKept(from) && isKept(to));
  const clip: Clip = {
    lockstep: 'steps',
    nodes: nodes.map((node) =>
      node.scope === undefined && call.scope !== undefined ? { ...node, scope: call.scope } : node,
    ),
    edges: inner,
    places: { ...placesOf(called) },
  };
  const place = placesOf(flow)[call.id] ?? { x: 0, y: 0 };
  const { edit, ids } = pasteSteps(flow, clip, place, { scopeOf: () => call.scope });
  const renamed = new Map(clip.nodes.map(({ id }, index) => [id, ids[index] ?? id]));
  const firsts = keepsStart
    ? [renamed.get(start.id) ?? start.id]
    : called.edges.filter(({ from }) => from === start.id).map(({ to }) => renamed.get(to) ?? to);
  const renamedId = (id: string) => renamed.get(id) ?? id;
  const lasts = returns.flatMap(({ id }) => (plain.has(id) ? [] : [renamedId(id)]));
  const exits = [
    ...lasts.map((from) => ({ from, port: 'out' })),
    ...called.edges
      .filter(({ from, to }) => plain.has(to) && isKept(from))
      .map(({ from, port }) => ({ from: renamedId(from), port })),
  ];
  const entering = flow.edges.filter(({ to }) => to === call.id);
  const [only] = lasts;
  const reread = flow.nodes.flatMap((node): FlowEdit[] => {
    const next = withMentions(node, (id) => (id === call.id && only !== undefined ? [only] : undefined));
    return next === node ? [] : [{ type: 'node.params', node: node.id, params: next.params }];
  });
  const joins = unique([
    ...entering.flatMap((edge) => firsts.map((to) => ({ ...edge, to }))),
    ...outgoing.flatMap(({ to }) => exits.map((exit) => ({ ...exit, to }))),
  ]);
  const edits: FlowEdit[] = [
    ...withoutMembers(flow, new Set([call.id])),
    ...reread,
    ...roomFor(flow, call.id, clip),
    { type: 'node.remove', node: call.id },
    ...(edit.type === 'batch' ? edit.edits : [edit]),
    ...joins.map((edge): FlowEdit => ({ type: 'edge.add', edge })),
  ];
  return { edit: { type: 'batch', label: `put “${called.name}” in place of its call`, edits }, ids };
}

/** What follows the call moves right, as far as the steps that come in its place are wider than it was. */
function roomFor(flow: Flow, call: string, { nodes, places: all }: Clip): readonly FlowEdit[] {
  const xs = nodes.flatMap(({ id }) => all[id]?.x ?? []);
  const wider = xs.length === 0 ? 0 : Math.max(...xs) - Math.min(...xs);
  const places = placesOf(flow);
  const behind = [...downstreamOf(flow, call)];
  const moved = behind.flatMap((id) => {
    const place = places[id];
    return place === undefined ? [] : [[id, { x: place.x + wider, y: place.y }] as const];
  });
  if (wider === 0 || moved.length === 0) return [];
  return [{ type: 'node.move', positions: { ...withBodies(flow, Object.fromEntries(moved), places) } }];
}

/** A step that computes one value: a map around what was written as expressions. */
function valueStep({ id }: FlowNode, name: string, value: Json): FlowNode {
  const script = `export default function map(input, ctx) {\n  const { steps, trigger, run, now } = ctx;\n  return ${codeOf(value, '  ')};\n}\n`;
  return { id, type: 'map', version: 1, name, params: { script }, policy: {} };
}

/** A value with expressions in it as TypeScript. */
function codeOf(value: Json, indent: string): string {
  if (typeof value === 'string') return value.startsWith('=') ? `(${value.slice(1).trim()})` : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => codeOf(item, indent)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const members = Object.entries(value).map(
    ([key, item]) => `${deeper}${JSON.stringify(key)}: ${codeOf(item, deeper)},`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join('\n')}\n${indent}}`;
}

function unique(edges: readonly FlowEdge[]): readonly FlowEdge[] {
  return edges.filter((edge, index) => edges.findIndex((other) => sameEdge(edge, other)) === index);
}
