import { applyEdit, edgeIndex, nodeIndex } from './apply-edit.ts';
import type { FlowEdit } from './edits.ts';
import type { Flow, FlowNode } from './flow.ts';
import { bodyOf } from './scopes.ts';

/**
 * The edit that takes `edit` back: `applyEdit(applyEdit(flow, edit), invertEdit(flow, edit))` equals `flow`, order of
 * nodes, edges and notes included.
 *
 * @param flow the flow as it was before `edit`
 * @throws EditError when `edit` does not fit `flow`
 */
export function invertEdit(flow: Flow, edit: FlowEdit): FlowEdit {
  switch (edit.type) {
    case 'node.add':
      return { type: 'node.remove', node: edit.node.id };
    case 'node.remove':
      return restoreNode(flow, edit.node);
    case 'node.replace':
      return { type: 'node.replace', node: nodeOf(flow, edit.node.id) };
    case 'node.rename':
      return { type: 'node.rename', node: edit.node, name: nodeOf(flow, edit.node).name };
    case 'node.scope': {
      // A scope that is not there, as a file may name one, cannot be gone back to.
      const { scope = null } = nodeOf(flow, edit.node);
      return { type: 'node.scope', node: edit.node, scope: flow.nodes.some(({ id }) => id === scope) ? scope : null };
    }
    case 'node.collapse': {
      const collapsed = flow.layout.collapsed?.includes(edit.node) ?? false;
      return { type: 'node.collapse', node: edit.node, collapsed };
    }
    case 'node.params':
      return { type: 'node.params', node: edit.node, params: nodeOf(flow, edit.node).params };
    case 'node.policy':
      return { type: 'node.policy', node: edit.node, policy: nodeOf(flow, edit.node).policy };
    case 'node.samples':
      return { type: 'node.samples', node: edit.node, samples: nodeOf(flow, edit.node).samples ?? [] };
    case 'node.pin':
      return { type: 'node.pin', node: edit.node, sample: flow.pinned?.[edit.node] ?? null };
    case 'node.move': {
      const before = Object.keys(edit.positions).map((id) => [id, flow.layout.nodes[id] ?? null] as const);
      return { type: 'node.move', positions: Object.fromEntries(before) };
    }
    case 'edge.add':
      return { type: 'edge.remove', edge: edit.edge };
    case 'edge.remove':
      return { type: 'edge.add', edge: edit.edge, at: edgeIndex(flow, edit.edge) };
    case 'note.put': {
      const before = flow.layout.notes.find(({ id }) => id === edit.note.id);
      return before ? { type: 'note.put', note: before } : { type: 'note.remove', note: edit.note.id };
    }
    case 'note.remove': {
      const at = flow.layout.notes.findIndex(({ id }) => id === edit.note);
      const note = flow.layout.notes[at];
      // Nothing to take back: applying the edit throws, so its inverse is never used.
      return note ? { type: 'note.put', note, at } : { type: 'batch', label: 'Nothing', edits: [] };
    }
    case 'group.put': {
      const before = flow.layout.groups?.find(({ id }) => id === edit.group.id);
      if (before) return { type: 'group.put', group: before };
      return withInner(flow, edit.group.id, { type: 'group.remove', group: edit.group.id });
    }
    case 'group.remove': {
      const at = flow.layout.groups?.findIndex(({ id }) => id === edit.group) ?? -1;
      const group = flow.layout.groups?.[at];
      if (!group) return { type: 'batch', label: 'Nothing', edits: [] };
      return withInner(flow, group.id, { type: 'group.put', group, at });
    }
    case 'flow.rename':
      return { type: 'flow.rename', name: flow.name };
    case 'flow.settings':
      return { type: 'flow.settings', settings: flow.settings };
    case 'flow.tests':
      return { type: 'flow.tests', tests: flow.tests };
    case 'batch':
      return applyInvertibly(flow, edit).inverse;
    default:
      return edit satisfies never;
  }
}

/**
 * The flow after an edit and the edit that takes it back, in one walk over the parts of a batch.
 *
 * @throws EditError when `edit` does not fit `flow`
 */
export function applyInvertibly(flow: Flow, edit: FlowEdit): { readonly flow: Flow; readonly inverse: FlowEdit } {
  if (edit.type !== 'batch') return { flow: applyEdit(flow, edit), inverse: invertEdit(flow, edit) };
  const inverses: FlowEdit[] = [];
  let at = flow;
  for (const part of edit.edits) {
    const { flow: next, inverse } = applyInvertibly(at, part);
    inverses.unshift(inverse);
    at = next;
  }
  return { flow: at, inverse: { type: 'batch', label: edit.label, edits: inverses } };
}

/** The groups in a group come and go with it: after the edit they are what they were, too. */
function withInner(flow: Flow, group: string, edit: FlowEdit): FlowEdit {
  const inner = (flow.layout.groups ?? []).filter(({ id, parent }) => parent === group && id !== group);
  if (inner.length === 0) return edit;
  const puts = inner.map((one): FlowEdit => ({ type: 'group.put', group: one }));
  return { type: 'batch', label: 'Restore group', edits: [edit, ...puts] };
}

function restoreNode(flow: Flow, id: string): FlowEdit {
  nodeIndex(flow, id);
  const gone = new Set([id, ...bodyOf(flow, id)]);
  // Ascending indexes, so each node and edge lands where it stood.
  const nodes = flow.nodes.flatMap((node, at): FlowEdit[] => {
    const position = flow.layout.nodes[node.id];
    return gone.has(node.id) ? [{ type: 'node.add', node, at, ...(position && { position }) }] : [];
  });
  const edges = flow.edges.flatMap((edge, index): FlowEdit[] =>
    gone.has(edge.from) || gone.has(edge.to) ? [{ type: 'edge.add', edge, at: index }] : [],
  );
  return { type: 'batch', label: 'Restore step', edits: [...nodes, ...edges] };
}

function nodeOf(flow: Flow, id: string): FlowNode {
  return flow.nodes[nodeIndex(flow, id)] as FlowNode;
}
