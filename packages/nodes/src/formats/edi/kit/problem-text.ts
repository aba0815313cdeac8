import type { ElementProblem } from './read-elements.ts';

/** What is wrong with an element, in words. */
export function problemText(code: ElementProblem['code'], value: string, def: ElementProblem['def']): string {
  const name = def?.name ?? '';
  const shown = JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  const range = def?.kind === 'value' ? (def.min === def.max ? `${def.min}` : `${def.min} to ${def.max}`) : '';
  switch (code) {
    case 'missing':
      return `${name} is missing.`;
    case 'too-many':
      return 'There are more elements than the segment has.';
    case 'too-short':
    case 'too-long':
      return `${name} ${shown} has ${value.length} characters, not ${range}.`;
    case 'character':
      return def?.kind === 'value' && def.type !== 'text' && def.type !== 'code'
        ? `${name} ${shown} is no number.`
        : `${name} ${shown} has a separator in it.`;
    case 'code':
      return `${name} ${shown} is none of its codes.`;
    case 'date':
      return `${name || 'The date'} ${shown} is no date.`;
    case 'time':
      return `${name} ${shown} is no time.`;
    default:
      return code satisfies never;
  }
}
