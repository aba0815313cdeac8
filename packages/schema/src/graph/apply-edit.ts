import type { FlowEdit } from './edits.ts';
import type { Flow, FlowEdge, FlowGroup, FlowNode } from './flow.ts';
import type { PinnedSample } from './pinned-sample.ts';
import { bodyOf } from './scopes.ts';

/** An edit that does not fit the flow it is applied to: unknown node, taken id, edge drawn twice. */
export class EditError extends Error {
  override readonly name = 'EditError';
}

/**
 * The flow after an edit; the old one is left as it was and shares what did not change.
 *
 * @throws EditError when the edit names something that is not there, or adds what is there already
 */
export function applyEdit(flow: Flow, edit: FlowEdit): Flow {
  switch (edit.type) {
    case 'node.add':
      return addNode(flow, edit);
    case 'node.remove':
      return removeNode(flow, edit.node);
    case 'node.replace':
      return { ...flow, nodes: flow.nodes.with(nodeIndex(flow, edit.node.id), edit.node) };
    case 'node.rename':
      return changeNode(flow, edit.node, { name: edit.name });
    case 'node.scope':
      return scopeNode(flow, edit.node, edit.scope);
    case 'node.collapse':
      return collapseNode(flow, edit.node, edit.collapsed);
    case 'node.params':
      return changeNode(flow, edit.node, { params: edit.params });
    case 'node.policy':
      return changeNode(flow, edit.node, { policy: edit.policy });
    case 'node.samples':
      return putSamples(flow, edit.node, edit.samples);
    case 'node.pin':
      return pinSample(flow, edit.node, edit.sample);
    case 'node.move':
      return moveNodes(flow, edit.positions);
    case 'edge.add':
      return addEdge(flow, edit.edge, edit.at);
    case 'edge.remove': {
      const index = edgeIndex(flow, edit.edge);
      return { ...flow, edges: flow.edges.toSpliced(index, 1) };
    }
    case 'note.put': {
      const { notes } = flow.layout;
      const index = notes.findIndex(({ id }) => id === edit.note.id);
      const next = index === -1 ? notes.toSpliced(edit.at ?? notes.length, 0, edit.note) : notes.with(index, edit.note);
      return { ...flow, layout: { ...flow.layout, notes: next } };
    }
    case 'note.remove': {
      const index = flow.layout.notes.findIndex(({ id }) => id === edit.note);
      if (index === -1) throw new EditError(`There is no note "${edit.note}".`);
      return { ...flow, layout: { ...flow.layout, notes: flow.layout.notes.toSpliced(index, 1) } };
    }
    case 'group.put':
    case 'group.remove':
      return editGroups(flow, edit);
    case 'flow.rename':
      return { ...flow, name: edit.name };
    case 'flow.settings':
      return { ...flow, settings: edit.settings };
    case 'flow.tests':
      return { ...flow, tests: edit.tests };
    case 'batch':
      return edit.edits.reduce(applyEdit, flow);
    default:
      return edit satisfies never;
  }
}

/** Where an edge stands in the drawing order. @throws EditError when it does not */
export function edgeIndex(flow: Flow, edge: FlowEdge): number {
  const index = flow.edges.findIndex((other) => sameEdge(other, edge));
  if (index === -1) throw new EditError(`There is no edge from "${edge.from}" (${edge.port}) to "${edge.to}".`);
  return index;
}

/** Where a node stands in the node array. @throws EditError when it does not */
export function nodeIndex(flow: Flow, id: string): number {
  const index = flow.nodes.findIndex((node) => node.id === id);
  if (index === -1) throw noStep(id);
  return index;
}

function noStep(id: string): EditError {
  return new EditError(`There is no step "${id}".`);
}

export function sameEdge(a: FlowEdge, b: FlowEdge): boolean {
  return a.from === b.from && a.port === b.port && a.to === b.to;
}

function addNode(flow: Flow, edit: Extract<FlowEdit, { type: 'node.add' }>): Flow {
  const { node, position, at = flow.nodes.length } = edit;
  if (flow.nodes.some(({ id }) => id === node.id)) throw new EditError(`There is a step "${node.id}" already.`);
  const nodes = flow.nodes.toSpliced(at, 0, node);
  if (!position) return { ...flow, nodes };
  return { ...flow, nodes, layout: { ...flow.layout, nodes: { ...flow.layout.nodes, [node.id]: position } } };
}

function removeNode(flow: Flow, id: string): Flow {
  nodeIndex(flow, id);
  const gone = new Set([id, ...bodyOf(flow, id)]);
  const positions = Object.fromEntries(Object.entries(flow.layout.nodes).filter(([node]) => !gone.has(node)));
  return {
    ...flow,
    nodes: flow.nodes.filter((node) => !gone.has(node.id)),
    edges: flow.edges.filter(({ from, to }) => !gone.has(from) && !gone.has(to)),
    layout: { ...flow.layout, nodes: positions },
  };
}

function scopeNode(flow: Flow, id: string, scope: string | null): Flow {
  const index = nodeIndex(flow, id);
  const { scope: _, ...node } = flow.nodes[index] as FlowNode;
  if (scope === null) return { ...flow, nodes: flow.nodes.with(index, node) };
  nodeIndex(flow, scope);
  if (scope === id || bodyOf(flow, id).includes(scope)) throw new EditError(`"${node.name}" cannot lie within itself.`);
  return { ...flow, nodes: flow.nodes.with(index, { ...node, scope }) };
}

/** Sorted, so that the same fold gives the same document. */
function collapseNode(flow: Flow, id: string, isCollapsed: boolean): Flow {
  nodeIndex(flow, id);
  const { collapsed: before = [], ...layout } = flow.layout;
  const others = before.filter((other) => other !== id);
  const collapsed = isCollapsed ? [...others, id].sort() : others;
  return { ...flow, layout: { ...layout, ...(collapsed.length > 0 && { collapsed }) } };
}

/** A layout without groups has no list of them, so that the first group and its undo give the document there was. */
function editGroups(flow: Flow, edit: Extract<FlowEdit, { type: 'group.put' | 'group.remove' }>): Flow {
  const { groups: before = [], ...layout } = flow.layout;
  const id = edit.type === 'group.put' ? edit.group.id : edit.group;
  const index = before.findIndex((group) => group.id === id);
  const put = (groups: readonly FlowGroup[]): Flow => ({
    ...flow,
    layout: { ...layout, ...(groups.length > 0 && { groups: [...groups] }) },
  });
  if (edit.type === 'group.put') {
    return put(
      index === -1 ? before.toSpliced(edit.at ?? before.length, 0, edit.group) : before.with(index, edit.group),
    );
  }
  if (index === -1) throw new EditError(`There is no group "${id}".`);
  const { parent } = before[index] as FlowGroup;
  return put(before.toSpliced(index, 1).map((group) => (group.parent === id ? putInto(group, parent) : group)));
}

/** In itself it would be, where groups that lie in each other are taken apart: then it lies in none. */
function putInto({ parent: _, ...group }: FlowGroup, parent: string | undefined): FlowGroup {
  return parent === undefined || parent === group.id ? group : { ...group, parent };
}

function changeNode(flow: Flow, id: string, change: Partial<FlowNode>): Flow {
  const index = nodeIndex(flow, id);
  return { ...flow, nodes: flow.nodes.with(index, { ...(flow.nodes[index] as FlowNode), ...change }) };
}

function putSamples(flow: Flow, id: string, samples: NonNullable<FlowNode['samples']>): Flow {
  const index = nodeIndex(flow, id);
  const { samples: _, ...node } = flow.nodes[index] as FlowNode;
  return { ...flow, nodes: flow.nodes.with(index, samples.length === 0 ? node : { ...node, samples }) };
}

function pinSample(flow: Flow, id: string, sample: PinnedSample | null): Flow {
  nodeIndex(flow, id);
  const { pinned = {}, ...rest } = flow;
  const { [id]: _, ...others } = pinned;
  const next = sample === null ? others : { ...others, [id]: sample };
  return Object.keys(next).length === 0 ? rest : { ...rest, pinned: next };
}

function moveNodes(flow: Flow, moved: Extract<FlowEdit, { type: 'node.move' }>['positions']): Flow {
  const positions = { ...flow.layout.nodes };
  // Where a step makes room, all that follows it moves: half the drawing is not searched for each of them.
  const steps = new Set(flow.nodes.map(({ id }) => id));
  for (const [id, position] of Object.entries(moved)) {
    if (!steps.has(id)) throw noStep(id);
    if (position === null) delete positions[id];
    else positions[id] = position;
  }
  return { ...flow, layout: { ...flow.layout, nodes: positions } };
}

function addEdge(flow: Flow, edge: FlowEdge, at: number = flow.edges.length): Flow {
  nodeIndex(flow, edge.from);
  nodeIndex(flow, edge.to);
  if (flow.edges.some((other) => sameEdge(other, edge))) {
    throw new EditError(`"${edge.from}" (${edge.port}) and "${edge.to}" are joined already.`);
  }
  return { ...flow, edges: flow.edges.toSpliced(at, 0, edge) };
}
