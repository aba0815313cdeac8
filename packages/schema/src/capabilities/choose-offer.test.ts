import { describe, expect, it } from 'vitest';
import { Binding } from './binding.ts';
import { chooseOffer } from './choose-offer.ts';
import { placeOfKey } from './hash-share.ts';

const ask = (binding: object, key: string, message: Parameters<typeof chooseOffer>[1]['message'] = {}) =>
  chooseOffer(Binding.parse(binding), { capability: 'create-sales-order', key, message });
const keys = Array.from({ length: 2000 }, (_, at) => `#${1001 + at}`);
const toNew = (percent: number) =>
  keys.filter((key) => ask({ flow: 'old', share: { flow: 'new', percent } }, key).flowId === 'new');

describe('a share', () => {
  it('takes about its part of the keys, and a key always stands where it stood', () => {
    for (const percent of [0, 1, 10, 50, 100]) {
      const part = (toNew(percent).length / keys.length) * 100;
      expect(Math.abs(part - percent)).toBeLessThan(2);
      expect(toNew(percent)).toEqual(toNew(percent));
    }
    expect(toNew(0)).toEqual([]);
    expect(toNew(100)).toEqual(keys);
  });

  it('that grows keeps the keys it had', () => {
    expect(toNew(25)).toEqual(expect.arrayContaining(toNew(10)));
  });

  it('is split in the same way on every machine and in every release', () => {
    expect(['#1001', '#1002', '#1003', 'ä', ''].map((key) => placeOfKey('create-sales-order', key))).toEqual(PLACES);
  });

  it('of one capability says nothing about that of another', () => {
    const both = keys.filter((key) => placeOfKey('a', key) < 50 && placeOfKey('b', key) < 50);
    expect(Math.abs(both.length / keys.length - 0.25)).toBeLessThan(0.04);
  });
});
/** Written down once; a change moves orders from one ERP to another. */
const PLACES = [27.15, 52.12, 18.89, 14.37, 36.24];

describe('a rule', () => {
  const rules = [
    { field: 'shipTo.country', is: ['FR', 'BE'], flow: 'france' },
    { field: 'reference', from: '#2000', to: '#2999', flow: 'range' },
  ];
  const binding = { flow: 'old', rules, share: { flow: 'new', percent: 100 } };

  it.each([
    [{ shipTo: { country: 'FR' } }, 'france', { kind: 'rule', rule: 0 }],
    [{ reference: '#2000' }, 'range', { kind: 'rule', rule: 1 }],
    [{ reference: '#2999', shipTo: { country: 'DE' } }, 'range', { kind: 'rule', rule: 1 }],
    [{ reference: '#999' }, 'new', { kind: 'share' }],
    [{ reference: '#10000' }, 'new', { kind: 'share' }],
    [{ shipTo: null, reference: ['#2500'] }, 'new', { kind: 'share' }],
    ['text', 'new', { kind: 'share' }],
  ])('comes before the share, the first that holds: %j', (message, flowId, because) => {
    expect(ask(binding, '#1', message)).toEqual({ flowId, because });
  });

  it('says values or a range, never neither nor both', () => {
    for (const rule of [
      { field: 'a', flow: 'x' },
      { field: 'a', is: ['1'], from: '2', flow: 'x' },
    ]) {
      expect(Binding.safeParse({ flow: 'old', rules: [rule] }).success).toBe(false);
    }
  });
});

describe('a shadow', () => {
  it('is asked beside the flow that serves, for its share, and never where it serves itself', () => {
    const shadow = { flow: 'new', percent: 30 };
    const asked = keys.filter((key) => ask({ flow: 'old', shadow }, key).shadow?.flowId === 'new');
    expect(Math.abs(asked.length / keys.length - 0.3)).toBeLessThan(0.03);
    const both = { flow: 'old', share: { flow: 'new', percent: 100 }, shadow: { flow: 'new' } };
    expect(ask(both, '#1')).toEqual({ flowId: 'new', because: { kind: 'share' } });
  });
});
