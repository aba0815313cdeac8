import { expect, it } from 'vitest';
import { matchesKey } from './key-pattern.ts';

it.each([
  ['DUB-1', 'DUB-1', true],
  ['DUB-1', 'DUB-12', false],
  ['DUB-*', 'DUB-', true],
  ['*-1', 'DUB-1', true],
  ['a*a', 'a', false],
  ['a*b*c', 'abcbc', true],
  ['a*b*b', 'ab', false],
  ['**', '', true],
  ['.*', 'ab', false],
  ['', '', true],
  ['', 'a', false],
])('the pattern %j and the key %j: %j', (pattern, key, wanted) => {
  expect(matchesKey(pattern, key)).toBe(wanted);
});
