import { type Flow, type FlowEdit, sameEdge } from '@lockstep/schema/graph';

/**
 * One labelled edit that makes `now` equal to `wanted` (but for its id): an old version comes back into the draft, and
 * undo takes it away again. Everything is taken out and put in anew, so the order of steps and edges is right, too.
 */
export function restoreEdit(now: Flow, version: Flow, label: string): FlowEdit {
  const wanted = asDrawn(version);
  const edits: FlowEdit[] = [
    ...(now.layout.groups ?? []).map(({ id }): FlowEdit => ({ type: 'group.remove', group: id })),
    ...now.layout.notes.map(({ id }): FlowEdit => ({ type: 'note.remove', note: id })),
    ...now.edges.map((edge): FlowEdit => ({ type: 'edge.remove', edge })),
    ...now.nodes.map(({ id }): FlowEdit => ({ type: 'node.remove', node: id })),
    ...wanted.nodes.map((node): FlowEdit => {
      const position = wanted.layout.nodes[node.id];
      return { type: 'node.add', node, ...(position === undefined ? {} : { position }) };
    }),
    ...uniqueEdges(wanted).map((edge): FlowEdit => ({ type: 'edge.add', edge })),
    ...wanted.layout.notes.map((note): FlowEdit => ({ type: 'note.put', note })),
    ...(wanted.layout.groups ?? []).map((group): FlowEdit => ({ type: 'group.put', group })),
    { type: 'flow.rename', name: wanted.name },
    { type: 'flow.settings', settings: wanted.settings },
    { type: 'flow.tests', tests: wanted.tests },
  ];
  return { type: 'batch', label, edits };
}

/** A published document as it was drawn: without the versions of contracts and tables that publishing wrote into it. */
export function asDrawn({ pins: _, ...flow }: Flow): Flow {
  const { tables: __, ...settings } = flow.settings;
  return { ...flow, settings };
}

function uniqueEdges(flow: Flow): Flow['edges'] {
  return flow.edges.filter((edge, index) => flow.edges.findIndex((other) => sameEdge(edge, other)) === index);
}
