import { expect, it } from 'vitest';
import { fitTitle } from './fit-title.ts';

const LOW = 60;
const HIGH = 86;

it('sets a short name large, and a longer one smaller rather than cut it', () => {
  expect(fitTitle('Send it', LOW)).toMatchObject({ size: 25, lines: 1 });
  expect(fitTitle('Tell that it is complete', LOW)).toMatchObject({ size: 22, lines: 2 });
  expect(fitTitle('Replacement', LOW)).toMatchObject({ size: 25, lines: 1 });
});

it('takes the lines a higher card has', () => {
  const name = 'Reserve what the shop has sold';
  expect([fitTitle(name, LOW), fitTitle(name, HIGH)]).toMatchObject([
    { size: 19, lines: 2 },
    { size: 22, lines: 3 },
  ]);
});

it('cuts only what fits in no size', () => {
  const { size, leading, lines } = fitTitle('Wait until whoever packs the parcels of this warehouse has answered', LOW);
  expect([size, lines * leading <= LOW]).toEqual([17, true]);
  expect(fitTitle('Donaudampfschifffahrtsgesellschaft', LOW)).toMatchObject({ size: 17, lines: 2 });
});
