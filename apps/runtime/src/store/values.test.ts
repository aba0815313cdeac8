import type { FlowValues, KeepCondition } from '@lockstep/schema/node';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestStore, type TestStore } from './testing.ts';
import { createFlowValues } from './values.ts';

let store: TestStore;
let here: FlowValues;
let there: FlowValues;
let keys = 0;

beforeAll(async () => {
  store = await createTestStore();
  here = createFlowValues(store.sql);
  there = createFlowValues((await store.another()).sql);
});
afterAll(() => store.drop());

const fresh = () => `key-${++keys}`;
const write = (
  key: string,
  effectKey: string,
  value: number | object,
  condition: KeepCondition = { when: 'always' },
) => ({
  collection: 'stock',
  key,
  value: value as number,
  condition,
  effectKey: `${key}:${effectKey}`,
});

it('counts writes, and a write that is repeated after others changes nothing', async () => {
  const key = fresh();
  expect(await here.read('stock', key)).toBeUndefined();
  expect(await here.keep(write(key, 'a', 1))).toEqual({ outcome: 'kept', version: 1 });
  expect(await there.keep(write(key, 'b', 2))).toEqual({ outcome: 'kept', version: 2 });
  expect(await there.keep(write(key, 'a', 1))).toEqual({ outcome: 'kept', version: 1 });
  expect(await here.read('stock', key)).toMatchObject({ value: 2, version: 2 });
});

it('repeated by two processes at once, before the first is answered, is written once', async () => {
  const key = fresh();
  const all = await Promise.all([here, there, here, there].map((values) => values.keep(write(key, 'same', 1))));
  expect(all).toEqual(all.map(() => ({ outcome: 'kept', version: 1 })));
});

it('"unchanged" lets one of several writers win, also the first of all', async () => {
  const key = fresh();
  const race = (version: number, round: string) =>
    Promise.all(
      [here, there].map((values, nr) => values.keep(write(key, `${round}${nr}`, nr, { when: 'unchanged', version }))),
    );
  for (const version of [0, 1, 2]) {
    const outcomes = await race(version, `round-${version}-`);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['kept', 'stale']);
  }
  expect(await here.keep(write(key, 'late', 9, { when: 'unchanged', version: 1 }))).toMatchObject({
    outcome: 'stale',
    current: { version: 3 },
  });
  expect(await here.keep(write(fresh(), 'x', 9, { when: 'unchanged', version: 4 }))).toEqual({ outcome: 'stale' });
});

it('"newer" ends with the greatest rank, whatever the order, however often told, by whichever process', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 70n }), fc.boolean()), { minLength: 1, maxLength: 20 }),
      async (told) => {
        const key = fresh();
        await Promise.all(
          told.map(([rank, isHere], nr) =>
            (isHere ? here : there).keep(write(key, `${nr}`, { rank: `${rank}` }, { when: 'newer', rank: `${rank}` })),
          ),
        );
        const greatest = told.map(([rank]) => rank).sort((a, b) => Number(b > a) - Number(b < a))[0];
        expect(await here.read('stock', key)).toMatchObject({ value: { rank: `${greatest}` } });
      },
    ),
    { numRuns: 25 },
  );
});

it('keeps any JSON, and takes a bad neighbour for itself', async () => {
  const key = fresh();
  const odd = { zero: '\0', lone: '\ud800' } as object;
  const [good, bad] = await Promise.allSettled([
    here.keep(write(key, 'odd', odd)),
    here.keep(write(fresh(), 'bad', 1, { when: 'newer', rank: 'no number' })),
  ]);
  expect(good).toMatchObject({ status: 'fulfilled' });
  expect(bad.status).toBe('rejected');
  const [row] = await store.sql<{ text: string }[]>`select value::text as text from flow_values where key = ${key}`;
  expect(JSON.parse(row?.text ?? '')).toEqual(odd);
});
