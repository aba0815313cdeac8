import { type Flow, type FlowEdge, type FlowEdit, type FlowNode, sameEdge } from '@lockstep/schema/graph';
import { isLowPort } from './geometry.ts';
import { placesOf } from './places.ts';

/**
 * The edit by which a step changes places with the one before it (`earlier`) or behind it on its way; error ways and other branches go with their
 * steps. A sentence when there is no such step, or several.
 */
export function moveAlong(
  flow: Flow,
  id: string,
  way: 'earlier' | 'later',
  isStart: (node: FlowNode) => boolean,
): FlowEdit | string {
  if (way === 'earlier') return swapWithBefore(flow, id, isStart);
  const next = mainWay(flow, id).map(({ to }) => to);
  const [only] = next;
  if (only === undefined) return 'Nothing follows this step.';
  if (next.length > 1) return 'Several steps follow: it cannot change places with one of them.';
  return swapWithBefore(flow, only, isStart, id);
}

/** `moved`: the step a person moves, for the name of the gesture. */
function swapWithBefore(flow: Flow, id: string, isStart: (node: FlowNode) => boolean, moved = id): FlowEdit | string {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const node = nodes.get(id);
  const arriving = flow.edges.filter(({ to }) => to === id);
  const [into] = arriving;
  const before = into && nodes.get(into.from);
  if (node === undefined || into === undefined || before === undefined) return 'Nothing leads to this step.';
  if (arriving.length > 1) return 'Several ways lead to this step: it cannot change places with one of them.';
  if (isStart(before)) return `“${before.name}” is a start: it stays first.`;
  if (before.scope !== node.scope) return `“${before.name}” lies in another frame.`;
  if (isLowPort(into.port)) return `It hangs on the ${into.port} way of “${before.name}”.`;
  const leading = flow.edges.filter(({ to }) => to === before.id);
  const leaving = mainWay(flow, id);
  const port = leaving[0]?.port ?? 'out';
  const gone = [into, ...leading, ...leaving];
  const made = [
    ...leading.map((edge): FlowEdge => ({ ...edge, to: id })),
    { from: id, port, to: before.id },
    ...leaving.map(({ to }): FlowEdge => ({ from: before.id, port: into.port, to })),
  ].filter((edge, index, all) => all.findIndex((other) => sameEdge(edge, other)) === index);
  const places = placesOf(flow);
  const [here, there] = [places[id], places[before.id]];
  const name = nodes.get(moved)?.name ?? moved;
  return {
    type: 'batch',
    label: `move “${name}” ${moved === id ? 'earlier' : 'later'}`,
    edits: [
      ...gone.map((edge): FlowEdit => ({ type: 'edge.remove', edge })),
      ...made.map((edge): FlowEdit => ({ type: 'edge.add', edge })),
      ...(here && there ? [{ type: 'node.move', positions: { [id]: there, [before.id]: here } } as const] : []),
    ],
  };
}

/** The edges of the first good port that leads on. */
function mainWay(flow: Flow, id: string): readonly FlowEdge[] {
  const leaving = flow.edges.filter(({ from, port }) => from === id && !isLowPort(port) && port !== 'each');
  return leaving.filter(({ port }) => port === leaving[0]?.port);
}
