import * as api from '@lockstep/schema/api';
import { DEFAULT_RULES } from '@lockstep/schema/customers';
import type { Json } from '@lockstep/schema/run';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../../main/testing.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
  await world.publish(
    flowOf('customers', [
      node('in', 'webhook', { path: 'customers', auth: { scheme: 'none' }, businessKey: '=input.id' }),
      node('tell', 'update-golden-record', {
        system: '=input.system',
        id: '=input.id',
        at: '=input.at',
        values: '=input.values',
      }),
    ]),
  );
}, 60_000);
afterAll(() => world.stop(), 30_000);

const at = (minute: number) => new Date(Date.UTC(2026, 10, 27, 10, minute)).toISOString();
async function tell(system: string, id: string, minute: number, values: Json): Promise<void> {
  const response = await fetch(`${world.runtime.url}/hooks/customers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ system, id, at: at(minute), values }),
  });
  const { runId } = (await response.json()) as { runId: string };
  await vi.waitFor(
    async () => {
      const run = await world.call(api.getRun, { params: { runId } });
      expect(run.ok && run.value.status).toBe('done');
    },
    { timeout: 10_000, interval: 25 },
  );
}
const search = async (text: string) => {
  const list = await world.call(api.listCustomers, { query: { search: text } });
  if (!list.ok) throw new Error(list.code);
  return list.value.customers;
};

describe('the page of a customer', () => {
  it('shows who says what, who won and why, and which run told it', async () => {
    await tell('shopify', '1', 1, { email: 'ada@example.com', firstName: 'Ada', phone: '+49301111111' });
    await tell('salesforce', 'a', 2, { email: 'ada@example.com', firstName: 'Augusta Ada' });
    const [found] = await search('ada@example.com');
    expect(found).toMatchObject({ name: 'Augusta Ada', systems: ['salesforce', 'shopify'], undecided: 0 });
    const view = await world.call(api.getCustomer, { params: { id: found?.id ?? '' } });
    expect(view.ok && view.value.fields.find(({ field }) => field === 'firstName')).toEqual({
      field: 'firstName',
      value: 'Augusta Ada',
      strategy: 'most-recent',
      priority: [],
      reason: 'most-recent',
      winner: { system: 'salesforce', id: 'a' },
      since: at(2),
      candidates: [
        { system: 'salesforce', id: 'a', value: 'Augusta Ada', since: at(2) },
        { system: 'shopify', id: '1', value: 'Ada', since: at(1) },
      ],
    });
    expect(view.ok && view.value.sources.find(({ system }) => system === 'shopify')?.values).toContainEqual({
      field: 'firstName',
      holds: 'Ada',
      awaited: 'Augusta Ada',
      agrees: true,
    });
    expect(view.ok && view.value.log.at(-1)).toMatchObject({
      entry: { type: 'made' },
      run: { flowId: 'customers', node: 'tell' },
    });
    const none = await world.call(api.getCustomer, { params: { id: 'C-9' } });
    expect(none).toMatchObject({ ok: false, code: 'not-found' });
  });

  it('takes what a person decides, and leaves it to the rules again', async () => {
    const [found] = await search('ada@example.com');
    const params = { id: found?.id ?? '' };
    const put = (body: object) => world.call(api.putCustomer, { params, body: { by: 'Grace', ...body } });
    const chosen = await put({ values: { firstName: 'Ada' }, reason: 'She said so' });
    const field = (view: typeof chosen) => view.ok && view.value.fields.find((each) => each.field === 'firstName');
    expect(field(chosen)).toMatchObject({
      value: 'Ada',
      reason: 'chosen',
      chosen: { by: 'Grace', reason: 'She said so' },
    });
    expect(field(await put({ release: ['firstName'] }))).toMatchObject({ value: 'Augusta Ada', reason: 'most-recent' });
  });
});

describe('two records of one person', () => {
  it('are shown, merged with a preview, and taken apart again', async () => {
    await tell('shopify', '2', 1, { email: 'm1@example.com', phone: '+49 30 2222222' });
    await tell('salesforce', 'b', 2, { email: 'm2@example.com', phone: '0049302222222' });
    const [into, from] = [(await search('m1@example.com'))[0]?.id ?? '', (await search('m2@example.com'))[0]?.id ?? ''];
    const list = await world.call(api.listCustomers, { query: { which: 'duplicates' } });
    expect(list.ok && list.value.customers.map(({ id, duplicates }) => [id, duplicates])).toEqual([
      [from, 1],
      [into, 1],
    ]);
    const plan = await world.call(api.planMerge, { params: { id: into }, body: { from } });
    expect(plan.ok && plan.value.records).toMatchObject([
      { id: into, golden: { email: 'm2@example.com' }, changed: ['email'], sources: [{ id: 'b' }, { id: '2' }] },
      { id: from, mergedInto: into, sources: [] },
    ]);
    const merged = await world.call(api.mergeCustomer, { params: { id: into }, body: { from, by: 'Grace' } });
    expect(merged.ok && merged.value.mergers).toMatchObject([{ id: from }]);
    const gone = await world.call(api.getCustomer, { params: { id: from } });
    expect(gone).toMatchObject({ ok: true, value: { mergedInto: into } });
    const again = await world.call(api.mergeCustomer, { params: { id: into }, body: { from } });
    expect(again).toMatchObject({ ok: false, code: 'customer-merged' });

    const unplan = await world.call(api.planUnmerge, { params: { id: into }, body: { gone: from } });
    expect(unplan.ok && unplan.value.records.map(({ id, golden }) => [id, golden.email])).toEqual([
      [into, 'm1@example.com'],
      [from, 'm2@example.com'],
    ]);
    const apart = await world.call(api.unmergeCustomer, { params: { id: into }, body: { gone: from } });
    expect(apart.ok && apart.value.duplicates).toMatchObject([{ id: from, shares: ['phone'], apart: true }]);
    const never = await world.call(api.unmergeCustomer, { params: { id: into }, body: { gone: from } });
    expect(never).toMatchObject({ ok: false, code: 'customer-not-merged' });
  });
});

it('tells every change on its topic, by which flows keep systems in step', async () => {
  const [found] = await search('ada@example.com');
  const events = await world.call(api.listTopicEvents, {
    params: { topic: 'customer.changed' },
    query: { key: found?.id },
  });
  expect(events.ok && events.value.events.length).toBeGreaterThan(2);
});

it('changes the rules for all, and refuses those that cannot be followed', async () => {
  const rules = { ...DEFAULT_RULES, fields: { firstName: { strategy: 'manual' as const, systems: [] } } };
  expect(await world.call(api.putCustomerRules, { body: { rules, by: 'Grace' } })).toMatchObject({
    ok: true,
    value: { rules, systems: ['salesforce', 'shopify'] },
  });
  const [found] = await search('ada@example.com');
  const view = await world.call(api.getCustomer, { params: { id: found?.id ?? '' } });
  expect(view.ok && view.value.fields.find(({ field }) => field === 'firstName')?.reason).toBe('undecided');
  const wrong = { ...rules, fields: { phone: { strategy: 'merge' as const, systems: [] } } };
  expect(await world.call(api.putCustomerRules, { body: { rules: wrong } })).toMatchObject({
    ok: false,
    code: 'request-invalid',
  });
});
