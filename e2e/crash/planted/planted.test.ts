import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PLANTED_BUGS, type PlantedBug } from './bugs.ts';
import { edited } from './edits.ts';

const root = new URL('../../../', import.meta.url);

it.each(Object.entries<PlantedBug>(PLANTED_BUGS))('%s fits into the sources of today', (_name, { edits }) => {
  for (const file of new Set(edits.map((each) => each.file))) {
    const text = readFileSync(new URL(file, root), 'utf8');
    const planted = edits.filter((each) => each.file === file).reduce(edited, text);
    expect(planted).not.toBe(text);
  }
});

it('there are at least twelve', () => {
  expect(Object.keys(PLANTED_BUGS).length).toBeGreaterThanOrEqual(12);
});
