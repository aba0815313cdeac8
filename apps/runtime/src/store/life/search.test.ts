import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRuns } from '../runs-view.ts';
import { createTestStore, type TestStore } from '../testing.ts';
import { type FieldSearch, fieldCondition, listFieldNames } from './search.ts';
import { storeOldRun } from './testing.ts';

let store: TestStore;
/** Newest first. */
let ids: readonly string[];
beforeAll(async () => {
  store = await createTestStore();
  const made: string[] = [];
  for (let days = 6; days > 0; days -= 1)
    made.unshift(await storeOldRun(store.sql, { flowId: days % 2 === 0 ? 'even' : 'odd', days, status: 'done' }));
  ids = made;
  const rows = ids.flatMap((run_id, i) => [
    { run_id, field: 'colour', value: i < 4 ? 'blue' : 'blueish' },
    { run_id, field: 'sku', value: `mug-${i}` },
    { run_id, field: 'sku', value: `mug-${i}b` },
  ]);
  await store.sql`insert into run_fields ${store.sql(rows)}`;
});
afterAll(() => store.drop());

const find = async (field: FieldSearch, more: { limit?: number; before?: string; flow?: string } = {}) =>
  (await listRuns(store.db, { limit: 50, ...more, field })).map(({ id }) => ids.indexOf(id));

describe('runs by a field', () => {
  it('with a whole value, page by page, newest first', async () => {
    const blue = { field: 'colour', values: ['blue', 'hmac:x'] };
    expect(await find(blue)).toEqual([0, 1, 2, 3]);
    expect(await find(blue, { limit: 2 })).toEqual([0, 1]);
    expect(await find(blue, { limit: 2, before: ids[1] ?? '' })).toEqual([2, 3]);
    expect(await find(blue, { flow: 'odd' })).toEqual([0, 2]);
  });

  it('with the beginning of a value, each run once', async () => {
    const mugs = { field: 'sku', values: ['mug'], beginning: 'mug' };
    expect(await find(mugs)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await find(mugs, { limit: 3 })).toEqual([0, 1, 2]);
    expect(await find(mugs, { flow: 'even' })).toEqual([1, 3, 5]);
    expect(await find({ field: 'sku', values: ['mug-3'], beginning: 'mug-3' })).toEqual([3]);
  });

  it('walks the runs where too many have the value', async () => {
    const condition = await fieldCondition(store.db, { field: 'colour', values: ['b'], beginning: 'b' }, 3, undefined);
    expect(
      store.db
        .select()
        .from((await import('../tables/index.ts')).runs)
        .where(condition)
        .toSQL().sql,
    ).toContain('exists');
  });
});

it('lists the names there are', async () => {
  expect(await listFieldNames(store.db)).toEqual(['colour', 'sku']);
});
