import type { Drafted } from '../draft.ts';
import { inScript } from '../in-script.ts';
import { drafted, type NodeContext } from './context.ts';
import { at, textAt, typeName } from './document.ts';
import { type Loop, TAKES_LISTS } from './scopes.ts';

/**
 * A split list as “For each”, or as the whole list.
 *
 * @param loop where it could be drawn as a scope
 * @param next types of the nodes behind it
 */
export function loopStep({ node, names }: NodeContext, loop: Loop | undefined, next: readonly string[]): Drafted {
  const isBatch = typeName(node) === 'splitInBatches';
  const field = textAt(node.parameters, 'fieldToSplitOut')?.split(',')[0]?.trim() ?? '';
  const path = field
    .split('.')
    .map((part) => (/^[A-Za-z_$][\w$]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`))
    .join('');
  const items = isBatch ? `[${names.own}].flat()` : `${names.own}${path}`;
  if (!loop) {
    const script = `export default function map(input: any, ctx: any) {\n  return ${inScript(items)};\n}\n`;
    if (!isBatch && next.length > 0 && next.every((type) => TAKES_LISTS.has(type))) {
      const notes = ['Gives the whole list, which the next step takes as one.'];
      return drafted('map', { script }, { notes, approximated: true });
    }
    return drafted(
      'map',
      { script },
      {
        notes: [
          'It could not be drawn as “For each”, because other ways lead into its steps: it gives the whole list. Draw a “For each” around what is to be done for each item.',
        ],
        needsWork: true,
      },
    );
  }
  const size = Number(at(node.parameters, 'batchSize') ?? 1);
  return drafted(
    'for-each',
    { items: `=${items}`, ...(isBatch && size > 1 && { group: Math.min(size, 10_000) }) },
    {
      notes: size > 1 ? ['The steps inside get lists of so many items.'] : [],
      approximated: size > 1,
      ports: loop.done === undefined ? ['each'] : loop.each === 1 ? ['done', 'each'] : ['each', 'done'],
    },
  );
}
