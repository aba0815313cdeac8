import { expect, it } from 'vitest';
import { contractAdvice, contractOptions, type KnownContract } from './contract-options.ts';

const version = (text: string, more: Partial<KnownContract> = {}): KnownContract => {
  return { name: 'parcel', version: text, title: 'Parcel', ...more };
};
const gone = {
  at: '2026-11-01T08:00:00.000Z',
  by: 'ann',
  note: 'Say more.',
  endsOn: '2027-01-31',
  successor: 'parcel@2',
};

it('offers the newest, the newest of a major, and each version', () => {
  const options = contractOptions([version('1.0.0', { deprecation: gone }), version('1.10.0'), version('2.0.0')]);
  expect(options.map(({ value, hint }) => `${value}: ${hint}`)).toEqual([
    'parcel: parcel, newest version',
    'parcel@2: parcel@2, newest of 2.x',
    'parcel@1: parcel@1, newest of 1.x',
    'parcel@2.0.0: parcel@2.0.0',
    'parcel@1.10.0: parcel@1.10.0',
    'parcel@1.0.0: parcel@1.0.0, deprecated',
  ]);
});

it('advises to leave a deprecated version, and tells of newer ones', () => {
  const known = [version('1.0.0', { deprecation: gone }), version('1.1.0'), version('1.2.0'), version('2.0.0')];
  expect(contractAdvice('parcel@1.0.0', known)).toEqual({
    kind: 'deprecated',
    text: 'parcel 1.0.0 ends on 2027-01-31.',
    use: 'parcel@2',
  });
  expect(contractAdvice('parcel@1.1.0', known)).toEqual({
    kind: 'newer',
    text: 'parcel 1.2.0 is there.',
    use: 'parcel@1.2.0',
  });
  expect(contractAdvice('parcel@1', known)).toEqual({
    kind: 'newer',
    text: 'The newest is 2.0.0, another major version.',
  });
  expect(contractAdvice('parcel', known)).toBeUndefined();
  expect(contractAdvice('nothing', known)).toBeUndefined();
});
