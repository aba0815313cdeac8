import { expect, it } from 'vitest';
import { messageChanges } from './message-changes.ts';

it('tells what was added, removed and changed, by JSON pointer', () => {
  const before = { id: 1, customer: { email: 'a@b', 'x/y': 1 }, lines: [{ sku: 'A', qty: 1 }, { sku: 'B' }] };
  const after = { id: 1, customer: { email: 'c@d', phone: '1' }, lines: [{ sku: 'A', qty: 2 }], note: null };
  expect(messageChanges(before, after)).toEqual([
    { path: '/customer/email', before: 'a@b', after: 'c@d' },
    { path: '/customer/x~1y', before: 1 },
    { path: '/customer/phone', after: '1' },
    { path: '/lines/0/qty', before: 1, after: 2 },
    { path: '/lines/1', before: { sku: 'B' } },
    { path: '/note', after: null },
  ]);
});

it('tells nothing of equal messages, and everything of ones of another kind', () => {
  expect(messageChanges({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
  expect(messageChanges([1], { 0: 1 })).toEqual([{ path: '', before: [1], after: { 0: 1 } }]);
});
