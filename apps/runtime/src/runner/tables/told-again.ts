import { strategyOf } from '@lockstep/schema/node';
import type { LoadedFlow } from '../steps/index.ts';

/**
 * Steps that tell something anew without making it twice: an event under an id of its own, a value by its key, a case by its key. What
 * creates something in another system is never done again because of a code.
 */
const TELL: ReadonlySet<string> = new Set(['send-event', 'keep-value', 'update-case', 'update-golden-record']);

/**
 * Effects that a correction does again: those behind the steps that met the code, if doing them again only replaces what was told.
 * @param met ids of the steps whose scripts went on without the code
 */
export function toldAgain(
  { flow, nodes }: Pick<LoadedFlow, 'flow' | 'nodes'>,
  met: readonly string[],
): readonly string[] {
  const reached = new Set(met);
  // A set takes in what is added while it is gone through.
  for (const from of reached) {
    for (const edge of flow.edges) if (edge.from === from) reached.add(edge.to);
    for (const node of flow.nodes) if (node.scope === from) reached.add(node.id);
    const scope = flow.nodes.find(({ id }) => id === from)?.scope;
    if (scope !== undefined) for (const edge of flow.edges) if (edge.from === scope) reached.add(edge.to);
  }
  return [...reached].filter((id) => {
    const loaded = nodes.get(id);
    if (loaded?.definition.effect !== 'write') return false;
    return TELL.has(loaded.node.type) || strategyOf(loaded.definition, loaded.node) === 'upsert';
  });
}
