import { type Flow, SCOPE_PORT } from '@lockstep/schema/graph';
import { type Catalogue, portsOf } from '@lockstep/schema/node';
import { isLowPort } from '../geometry.ts';

/** A way out of a step, as the set of exits names it. */
export function exitKey(node: string, port: string): string {
  return `${node} ${port}`;
}

/**
 * A step at which a message that does not fail may end without taking one of `exits`; `undefined` when it surely takes one. A step without
 * any good port (Fail) ends nothing: there the run fails, wherever it is drawn.
 */
export function wherePathsEnd(
  flow: Pick<Flow, 'nodes' | 'edges'>,
  entry: string,
  exits: ReadonlySet<string>,
  catalogue: Catalogue,
): string | undefined {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const seen = new Map<string, string | undefined>();
  const stopsAt = (id: string): string | undefined => {
    if (seen.has(id)) return seen.get(id);
    seen.set(id, id); // a circle never leaves
    const node = nodes.get(id);
    const definition = node && catalogue.get(node.type);
    const good = goodPorts(definition === undefined || node === undefined ? [] : portsOf(definition, node.params));
    const stops = good.map((port) => {
      if (exits.has(exitKey(id, port))) return undefined;
      const next = flow.edges.filter((edge) => edge.from === id && edge.port === port);
      if (next.length === 0) return id;
      const ends = next.map(({ to }) => stopsAt(to));
      return ends.includes(undefined) ? undefined : ends[0];
    });
    const stop = definition === undefined ? id : stops.find((one) => one !== undefined);
    seen.set(id, stop);
    return stop;
  };
  return stopsAt(entry);
}

function goodPorts(ports: readonly string[]): readonly string[] {
  return ports.filter((port) => !isLowPort(port) && port !== SCOPE_PORT);
}
