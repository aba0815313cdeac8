import type { ScopeView } from '@lockstep/schema/api';
import { formatCount } from '../ui/index.ts';

/** How far a scope has come: `12 of 40 items, 1 failed`. */
export function itemsSentence({ items, more, ended, failed, stopped }: ScopeView): string {
  const unit = items === 1 && !more ? 'item' : 'items';
  const all = more ? `${formatCount(items)} or more` : formatCount(items);
  const done = ended === items && !more ? `${all} ${unit}` : `${formatCount(ended)} of ${all} ${unit}`;
  return [done, failed > 0 ? `${formatCount(failed)} failed` : '', stopped ? 'stopped early' : '']
    .filter((part) => part !== '')
    .join(', ');
}

/** An item as people count: the path `3.0` is item 4, and in it item 1. */
export function itemName(path: string): string {
  return path
    .split('.')
    .map((index) => formatCount(Number(index) + 1))
    .join(' › ');
}
