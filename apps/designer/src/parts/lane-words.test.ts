import { expect, it } from 'vitest';
import { keyName, oneAtATime, waitBehind } from './lane-words.ts';

it('names the key of a lane as people do, or by the last word of its expression', () => {
  expect(keyName({ key: '=input.orderNumber', name: ' order no. ' })).toBe('order no.');
  expect(keyName({ key: '=input.lines[0].stock_unit' })).toBe('stock unit');
  expect(oneAtATime({ key: '=input.orderNumber' })).toBe('one at a time per order number');
  expect(keyName({ key: '=input' })).toBe('key');
  expect(keyName({ key: '=[input.a, input.b].join("/")' })).toBe('key');
});

it('counts who waits', () => {
  expect(waitBehind(12, 'ORDER-1001')).toBe('12 wait behind ORDER-1001');
  expect(waitBehind(1, 'ORDER-1001')).toBe('1 waits behind ORDER-1001');
  expect(waitBehind(0, 'ORDER-1001')).toBe('None waits behind ORDER-1001 yet');
});
