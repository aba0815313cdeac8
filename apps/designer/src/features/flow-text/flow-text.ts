import { type Flow, topologicalOrder } from '@lockstep/schema/graph';
import { stringify } from 'yaml';

/**
 * A flow as a person reads it: settings, then the steps in the order of the drawing, each with where it leads. What is only about
 * how it is drawn is left out.
 */
export function flowText(flow: Flow): string {
  const leads = Map.groupBy(flow.edges, ({ from }) => from);
  const places = new Map(topologicalOrder(flow).map((id, place) => [id, place]));
  const ordered = flow.nodes.toSorted((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0));
  const steps = ordered.map((node) => {
    const { id, name, type, version: _version, params, policy, ...more } = node;
    const then = Object.fromEntries(
      [...Map.groupBy(leads.get(id) ?? [], ({ port }) => port)].map(([port, edges]) => [
        port,
        edges.length === 1 ? edges[0]?.to : edges.map(({ to }) => to),
      ]),
    );
    return {
      id,
      ...(name !== undefined && { name }),
      type,
      ...(Object.keys(params ?? {}).length > 0 && { params }),
      ...(Object.keys(policy ?? {}).length > 0 && { policy }),
      ...more,
      ...(Object.keys(then).length > 0 && { then }),
    };
  });
  return stringify({ flow: flow.id, name: flow.name, settings: flow.settings, steps }, { lineWidth: 110 });
}
