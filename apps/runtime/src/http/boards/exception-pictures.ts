import type { PictureOf, PictureTone } from '@lockstep/schema/api';
import type { CategoryCount, CauseCount } from '../../store/boards/exceptions.ts';
import { ageOf, CATEGORY_WORDS } from './words.ts';

/** Exceptions by what went wrong, now against the same time a week ago. */
export function byCategory(
  now: number,
  counts: readonly CategoryCount[],
  before: readonly CategoryCount[],
): PictureOf<'bars'> {
  const then = new Map(before.map(({ category, n }) => [category, n]));
  const gone = before.filter(({ category }) => !counts.some((each) => each.category === category));
  const rows = [...counts, ...gone.map(({ category }) => ({ category, n: 0, open: 0, oldest: null }))];
  return {
    id: 'exceptions-by-cause',
    kind: 'bars',
    title: 'Exceptions by cause',
    ask: 'What goes wrong, and is it more than a week ago?',
    unit: 'count',
    cumulative: false,
    beforeLabel: 'Same time last week',
    rows: rows.map(({ category, n, open, oldest }) => ({
      label: CATEGORY_WORDS[category] ?? category,
      value: n,
      before: then.get(category) ?? 0,
      ...noteOf(now, open, oldest),
      tone: toneOf(open),
      href: `/exceptions?category=${category}&status=all`,
    })),
  };
}

export function pareto(now: number, causes: readonly CauseCount[]): PictureOf<'bars'> {
  return {
    id: 'causes',
    kind: 'bars',
    wide: true,
    title: 'Causes, the most frequent first',
    ask: 'Which few causes make most of the work?',
    unit: 'count',
    cumulative: true,
    rows: causes.map(({ example, category, n, open, oldest }) => ({
      label: example,
      value: n,
      ...noteOf(now, open, oldest),
      tone: toneOf(open),
      href: `/exceptions?view=causes&category=${category}`,
    })),
  };
}

const toneOf = (open: number): PictureTone => (open > 0 ? 'failed' : 'idle');

function noteOf(now: number, open: number, oldest: string | null): { note?: string } {
  if (open === 0 || oldest === null) return {};
  return { note: `${open} open, oldest ${ageOf(now - Date.parse(oldest))}` };
}
