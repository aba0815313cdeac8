import { CUSTOMER_FIELDS, DEFAULT_RULES, type Telling } from '@lockstep/schema/customers';
import { CUSTOMER_TOPIC } from '@lockstep/schema/node';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestStore, type TestStore } from '../testing.ts';
import { type CustomerBook, createCustomerBook } from './customer-book.ts';
import { countCustomers, listCustomerEntries, listCustomers, listDuplicates, readCustomer } from './customer-views.ts';

let store: TestStore;
let here: CustomerBook;
let there: CustomerBook;
let keys = 0;

beforeAll(async () => {
  store = await createTestStore();
  here = createCustomerBook(store.sql);
  there = createCustomerBook((await store.another()).sql);
});
afterAll(() => store.drop());

const by = { runId: '019f0000-0000-7000-8000-000000000001', flowId: 'customers', node: 'tell' };
const at = (minute: number) => new Date(Date.UTC(2026, 10, 27, 10, minute)).toISOString();
const telling = (source: string, minute: number, values: Telling['values'], customer?: string): Telling => {
  const [system = '', id = ''] = source.split(':');
  return { system, id, at: at(minute), values, ...(customer !== undefined && { customer }) };
};
const told = (one: Telling, book = here, effectKey = `key-${++keys}`) => book.tell({ telling: one, effectKey, by });
const KINDS = ['email', 'phone', 'nameAddress'];
const events = async (id: string) =>
  (
    await store.sql<{ payload: { version: number; customer: { mergedInto?: string } } }[]>`
      select payload from topic_events where topic = ${CUSTOMER_TOPIC} and key = ${id} order by seq`
  ).map(({ payload }) => payload);

it('keeps a golden record with its log, and the event of each change in the same commit', async () => {
  const first = await told(
    telling('shopify:1', 1, { email: 'a1@example.com', firstName: 'Ada', phone: '+49301234567' }),
  );
  expect(first).toMatchObject({ isNew: true, version: 1, changed: ['email', 'phone', 'firstName'] });
  const second = await told(telling('salesforce:a', 2, { email: 'A1@example.com', lastName: 'Byron' }), there);
  expect(second).toMatchObject({ id: first.id, isNew: false, version: 2, changed: ['lastName'] });
  const again = await told(telling('salesforce:a', 3, { email: 'a1@example.com', lastName: 'Byron' }));
  expect(again).toMatchObject({ version: 2, changed: [], writes: [] });
  expect((await events(first.id)).map(({ version }) => version)).toEqual([1, 2]);
  const log = await listCustomerEntries(store.db, first.id, 50);
  expect(log.map(({ entry, runId }) => [entry.type, entry.field ?? entry.system ?? entry.why, runId])).toEqual(
    [
      ['made', undefined],
      ['decided', 'email'],
      ['decided', 'phone'],
      ['decided', 'firstName'],
      ['written', 'business-central'],
      ['blocked', 'salesforce'],
      ['linked', 'e-mail address'],
      ['decided', 'email'],
      ['decided', 'lastName'],
      ['written', 'shopify'],
      ['written', 'business-central'],
      ['blocked', 'salesforce'],
    ]
      .map((each) => [...each, by.runId])
      .reverse(),
  );
});

it('gives the same once more under the same key, and tells nothing twice', async () => {
  const one = telling('shopify:2', 1, { email: 'b@example.com' });
  const first = await told(one, here, 'same');
  expect(await told(one, there, 'same')).toEqual(first);
  expect(await events(first.id)).toHaveLength(1);
});

it('makes one record of many systems that tell of one person at once, in two processes', async () => {
  const tellings = Array.from({ length: 24 }, (_, nr) =>
    telling(`system-${nr % 8}:c`, nr, { email: 'c@example.com', lastName: `Name ${nr}` }),
  );
  const outcomes = await Promise.all(tellings.map((one, nr) => told(one, nr % 2 ? here : there)));
  expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
  const [id = ''] = outcomes.map((each) => each.id);
  const row = await readCustomer(store.db, id);
  expect(row?.document.sources).toHaveLength(8);
  expect((await here.find({ email: 'C@example.com' }))?.golden.lastName).toBe('Name 23');
  expect((await events(id)).at(-1)?.version).toBe(row?.document.version);
});

it('joins chains of duplicates that are told of at once into one, without a deadlock', async () => {
  const tellings = Array.from({ length: 12 }, (_, nr) => [
    telling(`shop-${nr}:d`, 1, { email: `d${nr}@example.com` }),
    telling(`shop-${nr}:d`, 2, { email: `d${nr + 1}@example.com` }),
  ]).flat();
  await Promise.all(tellings.map((one, nr) => told(one, nr % 2 ? here : there)));
  const ids = await Promise.all(
    tellings.map(async (one) => (await here.find({ email: one.values.email ?? '' }))?.id ?? 'none'),
  );
  expect(new Set(ids).size).toBe(1);
  const rows = await listCustomers(store.db, { limit: 10, search: 'd3 example', kinds: KINDS });
  expect(rows.map(({ id }) => id)).toEqual([ids[0]]);
});

it('leaves the same golden record in whatever order the events of three systems come, and however often', async () => {
  const values = fc.record({
    phone: fc.constantFrom('+49301111111', '+49302222222'),
    lastName: fc.constantFrom('A', 'B'),
  });
  const history = fc.uniqueArray(fc.record({ source: fc.nat(2), minute: fc.integer({ min: 1, max: 9 }), values }), {
    maxLength: 8,
    selector: ({ source, minute }) => `${source}@${minute}`,
  });
  await here.putRules({ ...DEFAULT_RULES, targets: [] }, 'test');
  let nr = 0;
  await fc.assert(
    fc.asyncProperty(history, fc.array(fc.nat(), { minLength: 16, maxLength: 16 }), async (events, ranks) => {
      const outcome = async (order: readonly number[]) => {
        const name = `p${++nr}`;
        const all = events.map((event) =>
          telling(`sys-${event.source}:${name}`, event.minute, { ...event.values, email: `${name}@example.com` }),
        );
        await told(telling(`sys-0:${name}`, 0, { email: `${name}@example.com` }));
        for (const at of order) if (all[at]) await told(all[at] as Telling);
        const golden = (await here.find({ email: `${name}@example.com` }))?.golden;
        return { ...golden, email: '' };
      };
      const order = events.map((_, at) => at);
      const shuffled = [...order, ...order].sort((one, other) => (ranks[one] ?? 0) - (ranks[other] ?? 0));
      expect(await outcome(shuffled)).toEqual(await outcome(order));
    }),
    { numRuns: 12 },
  );
  await here.putRules(DEFAULT_RULES, 'test');
});

it('merges by hand, finds the merged by its old number, and takes it out again whole', async () => {
  const one = await told(telling('shopify:5', 1, { email: 'e1@example.com', phone: '+49305555555' }));
  const other = await told(telling('salesforce:e', 2, { email: 'e2@example.com', phone: '+49305555555' }));
  expect((await listDuplicates(store.db, one.id, KINDS)).map(({ id, shares }) => [id, shares])).toEqual([
    [other.id, ['phone']],
  ]);
  const pairs = await listCustomers(store.db, { limit: 2, which: 'duplicates', kinds: ['phone'] });
  expect(pairs.map(({ id, duplicates }) => [id, duplicates])).toEqual([
    [other.id, 1],
    [one.id, 1],
  ]);
  expect((await countCustomers(store.db, KINDS)).duplicates).toBeGreaterThan(1);
  expect(await countCustomers(store.db, [])).toMatchObject({ duplicates: 0 });
  const plan = await here.planMerge({ into: one.id, from: other.id }, { by: 'Ada' });
  expect(plan).toMatchObject({ settled: { golden: { email: 'e2@example.com' } } });
  expect((await readCustomer(store.db, other.id))?.document.mergedInto).toBeUndefined();
  expect(await here.merge({ into: one.id, from: other.id }, { by: 'Ada' })).toMatchObject({ merged: [other.id] });
  expect(await here.merge({ into: one.id, from: other.id }, { by: 'Ada' })).toBe('merged');
  expect(await here.find({ id: other.id })).toMatchObject({ id: one.id });
  expect((await events(other.id)).at(-1)?.customer.mergedInto).toBe(one.id);
  const byNumber = await told(telling('business-central:e', 3, { lastName: 'Byron' }, other.id), there);
  expect(byNumber.id).toBe(one.id);
  expect(await here.unmerge({ from: one.id, gone: other.id }, { by: 'Ada' })).toMatchObject({ id: one.id });
  expect((await here.find({ id: other.id }))?.golden).toMatchObject({ email: 'e2@example.com' });
  expect((await here.find({ id: one.id }))?.golden).toMatchObject({ email: 'e1@example.com', lastName: 'Byron' });
  expect(await here.unmerge({ from: one.id, gone: other.id }, { by: 'Ada' })).toBe('not-merged');
  expect(await here.merge({ into: one.id, from: 'C-0' }, { by: 'Ada' })).toBe('unknown');
});

it('writes down a value that a person chose, and what was kept back once for one message', async () => {
  const { id } = await told(telling('shopify:6', 1, { email: 'f@example.com' }));
  const chosen = { values: { company: 'Byron Ltd' }, release: [], by: 'Ada', reason: 'Letterhead' };
  expect(await here.choose(id, chosen)).toMatchObject({ changed: ['company'] });
  const note = { id, needs: 'marketing-email' as const, system: 'newsletter', by };
  for (const effectKey of ['n1', 'n1', 'n2']) await here.noteBlocked({ ...note, effectKey });
  const log = await listCustomerEntries(store.db, id, 50);
  expect(log.filter(({ entry }) => entry.system === 'newsletter')).toHaveLength(2);
  expect(log.find(({ entry }) => entry.type === 'chosen')).toMatchObject({ runId: null, entry: { by: 'Ada' } });
});

it('takes text that PostgreSQL cannot hold, and finds by the beginning of each word', async () => {
  const { id } = await told(
    telling('shopify:\u0000x', 1, { email: 'zoe@example.com', lastName: 'Müller\u0000-Lüdenscheidt' }),
  );
  const search = async (text: string) =>
    (await listCustomers(store.db, { limit: 5, search: text, kinds: KINDS })).map((row) => row.id);
  expect(await search('mull luden')).toEqual([id]);
  expect(await search('zoe@exam')).toEqual([id]);
  expect(await search(id.toLowerCase())).toEqual([id]);
  expect(await search("' & ! | :* \\")).toContain(id);
  expect(CUSTOMER_FIELDS.length).toBe(12);
});
