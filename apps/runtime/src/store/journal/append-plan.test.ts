import { afterAll, beforeAll, expect, it } from 'vitest';
import { STATEMENTS } from '../sql/statements.ts';
import { createTestStore, type TestStore } from '../testing.ts';
import { BY_KEY } from './by-key.ts';

let store: TestStore;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store?.drop());

it.each(['append', 'appendWaiting', 'appendItems', 'appendWaitingItems'] as const)(
  'in a database that nobody has analysed yet, %s finds its runs by their keys',
  async (name) => {
    const connection = await store.sql.reserve();
    try {
      for (const [setting, value] of Object.entries(BY_KEY))
        await connection`select set_config(${setting}, ${value}, false)`;
      const rows = await connection.unsafe<{ 'QUERY PLAN': string }[]>(
        `explain (generic_plan, costs off) ${STATEMENTS[name]}`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      const from = plan.indexOf('Update on runs');
      const update = plan.slice(from, plan.indexOf('\n  CTE ', from));
      expect(update).toMatch(/(Index|Recheck) Cond: \(id = ANY/);
      expect(update).not.toContain('Seq Scan');
    } finally {
      connection.release();
    }
  },
);
