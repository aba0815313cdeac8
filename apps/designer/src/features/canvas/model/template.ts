import type { Flow, FlowEdit, Position } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { type Clip, pasteSteps } from './clipboard.ts';
import { scopeBehind } from './frames.ts';
import { placesOf } from './places.ts';

/** The steps of a whole flow as they travel over the clipboard, with its starts or without. */
export function stepsOfTemplate(template: Flow, catalogue: Catalogue, withStarts: boolean): Clip {
  const isStart = (type: string) => catalogue.get(type)?.kind === 'trigger';
  const nodes = template.nodes.filter(({ type }) => withStarts || !isStart(type));
  const ids = new Set(nodes.map(({ id }) => id));
  const places = placesOf(template);
  return {
    lockstep: 'steps',
    nodes,
    edges: template.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    places: Object.fromEntries(nodes.map(({ id }) => [id, places[id] ?? { x: 0, y: 0 }])),
  };
}

export interface BehindPort {
  readonly template: Flow;
  readonly from: string;
  readonly port: string;
  readonly at: Position;
  readonly catalogue: Catalogue;
}

/** The edit that puts the steps of a flow behind a port: what followed its starts follows the port, as one gesture. */
export function behindPort(
  flow: Flow,
  { template, from, port, at, catalogue }: BehindPort,
): { readonly edit: FlowEdit; readonly ids: readonly string[] } {
  const clip = stepsOfTemplate(template, catalogue, false);
  if (clip.nodes.length === 0) return { edit: { type: 'batch', label: 'nothing', edits: [] }, ids: [] };
  const scope = scopeBehind(flow, from, port, catalogue);
  const { edit, ids } = pasteSteps(flow, clip, at, { scopeOf: () => scope });
  const renamed = new Map(clip.nodes.map(({ id }, index) => [id, ids[index] ?? id]));
  const starts = new Set(template.nodes.filter(({ id }) => !renamed.has(id)).map(({ id }) => id));
  const first = [...new Set(template.edges.filter((edge) => starts.has(edge.from)).map(({ to }) => renamed.get(to)))];
  const joins = first.flatMap((to): FlowEdit[] =>
    to === undefined ? [] : [{ type: 'edge.add', edge: { from, port, to } }],
  );
  const pasted = edit.type === 'batch' ? edit.edits : [edit];
  return { edit: { type: 'batch', label: `add “${template.name}”`, edits: [...pasted, ...joins] }, ids };
}
