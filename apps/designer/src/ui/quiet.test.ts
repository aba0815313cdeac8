import { beforeEach, expect, it } from 'vitest';
import { readQuiet } from './quiet.ts';

beforeEach(() => sessionStorage.clear());
const read = (search: string) => readQuiet(search, sessionStorage);

it('is quiet when the address asks for it, and stays so in the tab until it is ended', () => {
  expect(read('')).toEqual({ on: false, now: undefined });
  expect(read('?e2e=1&now=2026-11-27T08:00:00Z')).toEqual({ on: true, now: Date.parse('2026-11-27T08:00:00Z') });
  expect(read('?node=a').on).toBe(true);
  expect(read('?e2e=0').on).toBe(false);
  expect(read('').on).toBe(false);
});

it('takes the real time where none was given, or none that can be read', () => {
  expect(read('?e2e=1')).toEqual({ on: true, now: undefined });
  expect(read('?e2e=1&now=soon')).toEqual({ on: true, now: undefined });
});
