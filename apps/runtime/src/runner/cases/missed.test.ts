import { CaseChange } from '@lockstep/schema/cases';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createCaseBook } from '../../store/cases/case-book.ts';
import { createTestStore, type TestStore } from '../../store/testing.ts';
import { MISSED_TOPIC, startMissedWatch } from './missed.ts';

let store: TestStore;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store.drop());

it('tells once of what has not come, though two processes look and one of them failed in between', async () => {
  const another = await store.another();
  const [here, there] = [createCaseBook(store.sql), createCaseBook(another.sql)];
  const id = { kind: 'order', key: 'late-1' };
  const by = { runId: '019f0000-0000-7000-8000-000000000001', flowId: 'orders', node: 'tell' };
  const change = CaseChange.parse({
    at: '2026-11-20T10:00:00Z',
    lines: [{ id: '1' }],
    expected: [{ name: 'shipped', part: '1', by: '2026-11-20T10:00:01Z' }],
  });
  await here.update({ ...id, change, effectKey: 'late-1:tell:0', by });

  const errors: unknown[] = [];
  const missed: string[] = [];
  let isBroken = true;
  const watch = (cases: typeof here) =>
    startMissedWatch({
      cases: {
        due: cases.due,
        markMissed: async (which) => {
          if (!isBroken) return cases.markMissed(which);
          isBroken = false;
          throw new Error('The process ended here.');
        },
      },
      publish: store.topics.publish,
      baseUrl: () => 'https://lockstep.example',
      onMissed: (kind, { text, part }) => missed.push(`${kind} ${text} ${part}`),
      onError: (error) => errors.push(error),
      everyMs: 20,
    });
  const loops = [watch(here), watch(there)];
  try {
    await vi.waitFor(() => expect(missed).toEqual(['order shipped 1']), 5_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
  } finally {
    await Promise.all(loops.map((loop) => loop.close()));
  }
  expect([missed.length, errors.length]).toEqual([1, 1]);
  const events = await store.sql<{ payload: unknown }[]>`
    select payload from topic_events where topic = ${MISSED_TOPIC} and key = 'late-1'`;
  expect(events.map(({ payload }) => payload)).toEqual([
    {
      kind: 'order',
      key: 'late-1',
      milestone: 'shipped',
      part: '1',
      by: '2026-11-20T10:00:01Z',
      links: { case: 'https://lockstep.example/cases/order/late-1' },
    },
  ]);
});
