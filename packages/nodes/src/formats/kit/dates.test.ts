import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { DATE_PATTERNS, readDate, writeDate } from './dates.ts';

it.each([
  ['20260228', 'CCYYMMDD', '2026-02-28'],
  ['260228', 'YYMMDD', '2026-02-28'],
  ['991231', 'YYMMDD', '1999-12-31'],
  ['31.12.1999', 'DD.MM.CCYY', '1999-12-31'],
  ['02/28/2026', 'MM/DD/CCYY', '2026-02-28'],
  ['20260229', 'CCYYMMDD', undefined],
  ['20240229', 'CCYYMMDD', '2024-02-29'],
  ['2026022', 'CCYYMMDD', undefined],
  ['2026O228', 'CCYYMMDD', undefined],
  ['00000000', 'CCYYMMDD', undefined],
] as const)('reads %s as %s: %s', (text, pattern, iso) => {
  expect(readDate(text, pattern)).toBe(iso);
});

it('writes what it read, in every pattern', () => {
  const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2049-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, fc.constantFrom(...DATE_PATTERNS), (date, pattern) => {
      const iso = date.toISOString().slice(0, 10);
      expect(readDate(writeDate(iso, pattern) as string, pattern)).toBe(iso);
    }),
  );
});

it('writes no year of two digits that would be read as another', () => {
  expect(writeDate('2051-01-01', 'YYMMDD')).toBeUndefined();
  expect(writeDate('soon', 'CCYYMMDD')).toBeUndefined();
});
