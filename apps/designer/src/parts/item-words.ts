import type { ScopeView } from '@lockstep/schema/api';

const count = new Intl.NumberFormat('en');

/** How far a scope has come: `12 of 40 items, 1 failed`. */
export function itemsSentence({ items, more, ended, failed, stopped }: ScopeView): string {
  const unit = items === 1 && !more ? 'item' : 'items';
  const all = more ? `${count.format(items)} or more` : count.format(items);
  const done = ended === items && !more ? `${all} ${unit}` : `${count.format(ended)} of ${all} ${unit}`;
  return [done, failed > 0 ? `${count.format(failed)} failed` : '', stopped ? 'stopped early' : '']
    .filter((part) => part !== '')
    .join(', ');
}

/** An item as people count: the path `3.0` is item 4, and in it item 1. */
export function itemName(path: string): string {
  return path
    .split('.')
    .map((index) => count.format(Number(index) + 1))
    .join(' › ');
}
