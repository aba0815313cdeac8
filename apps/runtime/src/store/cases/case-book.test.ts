import { CaseChange } from '@lockstep/schema/cases';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestStore, type TestStore } from '../testing.ts';
import { type CaseBook, createCaseBook } from './case-book.ts';
import { listCases, listKeysWithoutCase, readCaseEntries, readCaseRow } from './case-views.ts';

let store: TestStore;
let here: CaseBook;
let there: CaseBook;
let keys = 0;

beforeAll(async () => {
  store = await createTestStore();
  here = createCaseBook(store.sql);
  there = createCaseBook((await store.another()).sql);
});
afterAll(() => store.drop());

const by = { runId: '019f0000-0000-7000-8000-000000000001', flowId: 'orders', node: 'tell' };
const fresh = () => ({ kind: 'order', key: `case-${++keys}` });
const told = (change: Partial<CaseChange>) => CaseChange.parse({ at: new Date().toISOString(), ...change });
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

it('keeps a case and its story, and a change told again under its key changes nothing', async () => {
  const id = fresh();
  const change = told({ title: 'Two mugs', lines: [{ id: '1' }, { id: '2', state: 'cancelled' }] });
  const first = await here.update({ ...id, change, effectKey: `${id.key}:a`, by });
  expect(first).toMatchObject({ case: { state: 'received', lines: [{ id: '1' }, { id: '2' }] }, refused: [] });
  const contradiction = {
    ...id,
    change: told({ lines: [{ id: '2', state: 'shipped' }] }),
    effectKey: `${id.key}:b`,
    by,
  };
  const refused = await here.update(contradiction);
  expect(refused.refused).toMatchObject([{ type: 'refused', part: '2', from: 'cancelled', to: 'shipped' }]);
  expect(await there.update(contradiction)).toEqual(refused);
  expect(await there.read(id)).toEqual(first.case);
  const story = await readCaseEntries(store.db, id.kind, id.key, 100);
  expect(story.map(({ entry, runId, node }) => [entry.type, entry.part, runId, node])).toEqual([
    ['opened', undefined, by.runId, 'tell'],
    ['part', '2', by.runId, 'tell'],
    ['refused', '2', by.runId, 'tell'],
  ]);
});

it('loses no change of two processes that tell of one new case at once', async () => {
  const id = fresh();
  const lines = Array.from({ length: 20 }, (_, nr) => ({ id: String(nr), state: 'shipped' }));
  await Promise.all(
    lines.map((line, nr) =>
      (nr % 2 ? here : there).update({ ...id, change: told({ lines: [line] }), effectKey: `${id.key}:${nr}`, by }),
    ),
  );
  const known = await here.read(id);
  expect([known?.state, known?.lines.length]).toEqual(['fulfilled', 20]);
  expect(
    (await readCaseEntries(store.db, id.kind, id.key, 100)).filter(({ entry }) => entry.type === 'opened'),
  ).toHaveLength(1);
});

it('finds what has not come, once among all processes, and forgets it when it comes', async () => {
  const id = fresh();
  const expected = [
    { name: 'confirmed', by: inMs(-1_000) },
    { name: 'shipped', by: inMs(60_000) },
  ];
  await here.update({ ...id, change: told({ lines: [{ id: '1' }], expected }), effectKey: `${id.key}:a`, by });
  expect((await there.due(10)).filter(({ key }) => key === id.key)).toMatchObject([
    { ...id, entries: [{ type: 'missed', text: 'confirmed' }] },
  ]);
  const found = await Promise.all([here.markMissed(id), there.markMissed(id), here.markMissed(id)]);
  expect(found.flat()).toMatchObject([{ type: 'missed', text: 'confirmed' }]);
  expect((await there.due(10)).filter(({ key }) => key === id.key)).toEqual([]);
  expect((await listCases(store.db, { limit: 10, which: 'late' })).map(({ key }) => key)).toContain(id.key);

  await here.update({ ...id, change: told({ reached: [{ name: 'confirmed' }] }), effectKey: `${id.key}:b`, by });
  expect(await readCaseRow(store.db, id.kind, id.key)).toMatchObject({
    missed: 0,
    nextDue: new Date(expected[1]?.by ?? ''),
  });
  expect((await here.read(id))?.milestones).toMatchObject([{ name: 'confirmed', late: true }]);
});

it('closes a case in its last state, opens it again when more comes, and finds both by their keys', async () => {
  const id = fresh();
  const change = (state: string, nr: number) =>
    here.update({ ...id, change: told({ lines: [{ id: '1', state }] }), effectKey: `${id.key}:${nr}`, by });
  await change('delivered', 1);
  expect((await readCaseRow(store.db, id.kind, id.key))?.closedAt).toBeInstanceOf(Date);
  await here.update({ ...id, change: told({ lines: [{ id: '2' }] }), effectKey: `${id.key}:2`, by });
  expect((await readCaseRow(store.db, id.kind, id.key))?.closedAt).toBeNull();
  const found = async (which: 'open' | 'closed') =>
    (await listCases(store.db, { limit: 10, search: id.key, which })).map(({ key }) => key);
  expect([await found('open'), await found('closed')]).toEqual([[id.key], []]);
  expect(await listKeysWithoutCase(store.db, 'nobody', 10)).toEqual([]);
});
