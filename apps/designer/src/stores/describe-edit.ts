import type { Flow, FlowEdit } from '@lockstep/schema/graph';

/** The name of a gesture as the undo button shows it: "Undo: move 3 steps". Lower case, no full stop. */
export function describeEdit(flow: Flow, edit: FlowEdit): string {
  const named = (id: string) => `“${flow.nodes.find((node) => node.id === id)?.name ?? id}”`;
  switch (edit.type) {
    case 'batch':
      return edit.label;
    case 'node.add':
      return `add “${edit.node.name}”`;
    case 'node.remove':
      return `delete ${named(edit.node)}`;
    case 'node.replace':
      return `replace ${named(edit.node.id)}`;
    case 'node.rename':
      return `rename ${named(edit.node)}`;
    case 'node.scope':
      return edit.scope === null
        ? `take ${named(edit.node)} out`
        : `move ${named(edit.node)} into ${named(edit.scope)}`;
    case 'node.collapse':
      return `${edit.collapsed ? 'fold' : 'unfold'} ${named(edit.node)}`;
    case 'node.params':
      return `change settings of ${named(edit.node)}`;
    case 'node.policy':
      return `change reliability of ${named(edit.node)}`;
    case 'node.samples':
      return `change samples of ${named(edit.node)}`;
    case 'node.pin':
      return `${edit.sample === null ? 'unpin' : 'pin'} the sample of ${named(edit.node)}`;
    case 'node.move': {
      const ids = Object.keys(edit.positions);
      return ids.length === 1 ? `move ${named(ids[0] ?? '')}` : `move ${ids.length} steps`;
    }
    case 'edge.add':
      return `connect ${named(edit.edge.from)} to ${named(edit.edge.to)}`;
    case 'edge.remove':
      return `disconnect ${named(edit.edge.from)} from ${named(edit.edge.to)}`;
    case 'note.put':
      return flow.layout.notes.some((note) => note.id === edit.note.id) ? 'change note' : 'add note';
    case 'note.remove':
      return 'delete note';
    case 'group.put': {
      const before = flow.layout.groups?.find(({ id }) => id === edit.group.id);
      return before === undefined ? 'group steps' : `change group “${edit.group.name}”`;
    }
    case 'group.remove':
      return 'ungroup steps';
    case 'flow.rename':
      return 'rename flow';
    case 'flow.settings':
      return 'change flow settings';
    case 'flow.tests':
      return 'change samples';
    default:
      return edit satisfies never;
  }
}
