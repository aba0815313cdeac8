import { type MapExpression, type MapLine, textOfPath } from '@lockstep/schema/mapping';

const LOOK_UPS: ReadonlySet<string> = new Set(['lookup', 'xref']);

/** How a line is made, in two or three words on the line: nothing for one that reads a field as it is. */
export function chipOf(value: MapExpression): string {
  switch (value.kind) {
    case 'reference':
    case 'object':
    case 'list':
    case 'each':
      return '';
    case 'constant':
      return JSON.stringify(value.value);
    case 'call':
      return LOOK_UPS.has(value.helper) ? lookupChip(value) : `t.${value.helper}`;
    case 'omit':
      return 'left out';
    case 'condition':
      return 'if';
    case 'code':
      return 'code';
    default:
      return value satisfies never;
  }
}

/** A look-up is told by its table. */
function lookupChip({ helper, args: [table] }: Extract<MapExpression, { kind: 'call' }>): string {
  return table?.kind === 'constant' ? `table ${String(table.value)}` : `t.${helper}`;
}

/** A line in a sentence, for screen readers and hints. */
export function sentenceOf({ target, value }: MapLine): string {
  const from = value.sources.map(({ path }) => textOfPath(path) || 'the whole message').join(', ');
  const chip = chipOf(value);
  if (value.kind === 'omit')
    return `${textOfPath(target)} is left out${value.reason === '' ? '' : `: ${value.reason}`}`;
  if (from === '') return `${textOfPath(target)} is ${chip}`;
  return `${textOfPath(target)} from ${from}${chip === '' ? '' : ` by ${chip}`}`;
}
