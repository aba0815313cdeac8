import type { Catalogue } from '../node/define-node.ts';
import type { Json } from '../run/json.ts';
import type { Flow } from './flow.ts';

/** What a flow takes its messages from, and what its steps speak to: `connection:<id>` and `topic:<name>`, each once. */
export interface FlowEnds {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Read from the drawing: parameters named `connection` and `topic`, also inside of others. An expression is none of them. */
export function endsOf({ nodes }: Pick<Flow, 'nodes'>, catalogue: Catalogue): FlowEnds {
  const of = (isTrigger: boolean): readonly string[] => {
    const fitting = nodes.filter(({ type }) => {
      const definition = catalogue.get(type);
      if (isTrigger) return definition?.kind === 'trigger';
      // What a step waits for is neither what begins the flow nor what it speaks to.
      return definition?.kind !== 'trigger' && definition?.parks !== true;
    });
    return [...new Set(fitting.flatMap(({ params }) => namedIn(params as Json)))];
  };
  return { from: of(true), to: of(false) };
}

function namedIn(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (typeof inner !== 'string') return namedIn(inner);
    const isEnd = (name === 'connection' || name === 'topic') && inner !== '' && !inner.startsWith('=');
    return isEnd ? [`${name}:${inner}`] : [];
  });
}
