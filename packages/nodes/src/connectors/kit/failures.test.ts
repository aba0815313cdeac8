import { expect, it } from 'vitest';
import { httpFailure, retryAfter } from './failures.ts';

const now = Date.UTC(2026, 10, 23, 7, 0, 0);
const answer = (status: number, headers: Record<string, string> = {}) => ({ status, headers, cookies: [], text: '' });
const judge = (status: number, write = true) => {
  const { kind, outcomeUnknown = false } = httpFailure(answer(status), { system: 'X', write, now });
  return [kind, outcomeUnknown];
};

it.each([
  [400, 'refused', false],
  [401, 'refused', false],
  [404, 'refused', false],
  [408, 'transient', true],
  [409, 'refused', false],
  [425, 'transient', false],
  [429, 'transient', false],
  [500, 'transient', true],
  [501, 'refused', false],
  [502, 'transient', true],
  [503, 'transient', false],
  [504, 'transient', true],
  [302, 'refused', false],
])('takes %i of a write for %s, outcome unknown: %s', (status, kind, outcomeUnknown) => {
  expect(judge(status)).toEqual([kind, outcomeUnknown]);
});

it('never doubts the outcome of a read', () => {
  expect(judge(500, false)).toEqual(['transient', false]);
});

it.each([
  ['2', 2000],
  ['2.5', 2500],
  ['0', 0],
  ['Mon, 23 Nov 2026 07:00:30 GMT', 30_000],
  ['Mon, 23 Nov 2026 06:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('reads Retry-After %s as %s ms', (value, ms) => {
  expect(retryAfter(value, now)).toBe(ms);
});
