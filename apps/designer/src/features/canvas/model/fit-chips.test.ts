import { describe, expect, it } from 'vitest';
import type { Chip } from './chips.ts';
import { fitChips } from './fit-chips.ts';

const chip = (kind: Chip['kind'], text: string): Chip => ({ kind, text, title: text });
const fitted = (...chips: Chip[]) => {
  const { shown, more } = fitChips(chips);
  return [shown.map(({ kind }) => kind), more.map(({ kind }) => kind)];
};
const retry = chip('retry', '5×');
const noUndo = chip('no-undo', 'no undo');

describe('the chips of a card', () => {
  it('are all there as long as they have room', () => {
    expect(fitted(chip('system', 'SAP'), retry, chip('strategy', 'key'), noUndo)).toEqual([
      ['system', 'retry', 'strategy', 'no-undo'],
      [],
    ]);
  });

  it('keep the system and what is not undone, and put the others away', () => {
    const all = [retry, chip('timeout', '30 s'), chip('strategy', 'look-up'), noUndo];
    expect(fitted(chip('system', 'Shopify'), ...all)).toEqual([
      ['system', 'retry', 'no-undo'],
      ['timeout', 'strategy'],
    ]);
    expect(fitted(chip('disabled', 'off'), chip('system', 'Elasticsearchcloud'), ...all)).toEqual([
      ['disabled', 'system'],
      ['retry', 'timeout', 'strategy', 'no-undo'],
    ]);
  });

  it('show a lane on the start of a flow, however long its way', () => {
    const lane = chip('lane', 'one at a time for each warehouse');
    expect(fitted(chip('system', 'Shopify'), retry, lane)).toEqual([['system', 'retry', 'lane'], []]);
  });
});
