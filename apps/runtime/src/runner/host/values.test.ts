import { expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { createResolve } from './values.ts';

const MB = 1024 * 1024;

function resolving() {
  const asked: string[] = [];
  const journal = {
    async loadPayload(ref: string) {
      asked.push(ref);
      return JSON.stringify(ref);
    },
  };
  return { asked, resolve: createResolve({ journal, clock: systemClock }, () => true) };
}

it('loads a large value once, also for steps that ask at the same time', async () => {
  const { asked, resolve } = resolving();
  const payload = { ref: 'a', bytes: 40 * MB };
  expect(await Promise.all([resolve(payload), resolve(payload)])).toEqual(['a', 'a']);
  expect(await resolve(payload)).toBe('a');
  expect(asked).toEqual(['a']);
});

it('keeps the newest only, however many values the items of a run have', async () => {
  const { asked, resolve } = resolving();
  for (let item = 0; item < 100; item += 1) await resolve({ ref: `${item}`, bytes: MB });
  await resolve({ ref: '99', bytes: MB });
  expect(asked).toHaveLength(100);
  expect(await resolve({ ref: '0', bytes: MB })).toBe('0');
  expect(asked).toHaveLength(101);
});
