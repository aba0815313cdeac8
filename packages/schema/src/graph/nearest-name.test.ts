import { expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

it('finds the name that is meant, whatever its case, and none that is another', () => {
  const names = ['Customer', 'customerNumber', 'Total'];
  expect(nearestName('customer', names)).toBe('Customer');
  expect(nearestName('costumerNumber', names)).toBe('customerNumber');
  expect(nearestName('Totals', names)).toBe('Total');
  expect(nearestName('Warehouse', names)).toBeUndefined();
  expect(nearestName('Cust', names)).toBeUndefined();
});

it('takes fewer changes where it is told to', () => {
  expect([nearestName('Kuntomer', ['Customer'], 2), nearestName('Kuntomer', ['Customer'], 5)]).toEqual([
    'Customer',
    undefined,
  ]);
});
