import { samples } from '@lockstep/nodes/samples';
import { SALESFORCE_CREDENTIALS, salesforceSimulator } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

/** Change events of a CRM whose streams break, that tells twice and leaves content out, read by two processes. */
const FLOW = 'customers-from-crm-changes';
const flow = samples.filter(({ id }) => id === FLOW);
const patiently = { timeout: 30_000, interval: 50 };

let crm: Awaited<ReturnType<typeof salesforceSimulator>>;
let world: TestRuntime;
beforeAll(async () => {
  [crm, world] = await Promise.all([salesforceSimulator({ seed: 'changes' }), startTestRuntime()]);
  const { privateKey, ...settings } = SALESFORCE_CREDENTIALS;
  const body = {
    ...{ name: 'CRM', system: 'salesforce', baseUrl: crm.baseUrl },
    ...{ settings: { ...settings, ...crm.settings }, secrets: { privateKey } },
  };
  expect(await world.call(api.putConnection, { params: { id: 'salesforce' }, body })).toMatchObject({ ok: true });
}, 60_000);
afterAll(async () => {
  await Promise.all([world?.stop(), crm?.close()]);
}, 30_000);

const sim = async (method: string, path: string, body?: object) => {
  const answer = await fetch(`${crm.baseUrl}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  expect(answer.ok).toBe(true);
  const text = await answer.text();
  return (text === '' ? {} : JSON.parse(text)) as {
    readonly id: string;
    readonly open: number;
    readonly begun: number;
  };
};
const faults = (body: object) => sim('PUT', '/_sim/faults', body);
const make = async (Email: string) => (await sim('POST', '/_sim/records', { object: 'Contact', fields: { Email } })).id;
const edit = (ids: readonly string[], fields: object) =>
  sim('PATCH', '/_sim/records', { object: 'Contact', ids, fields });
const streams = async () => (await sim('GET', '/_sim/streams')).open;

interface Began {
  readonly changeType: string;
  readonly reread: string;
  readonly since: string | null;
  readonly recordIds: readonly string[];
  readonly fields: { readonly [name: string]: unknown };
}
const began = async () =>
  (
    await world.store.sql<{ value: Began }[]>`
      select e.event->'output'->'value' as value from run_events e join runs r on r.id = e.run_id
      where e.seq = 1 and r.flow_id = ${FLOW} order by r.id`
  ).map(({ value }) => value);
const notDone = async () =>
  (
    await world.store.sql`select 1 from runs where flow_id = ${FLOW} and status <> 'done'
      and not exists (select from runs o where o.id = runs.id and o.status = 'done')`
  ).length;
const told = async () => {
  const listed = await world.call(api.listCustomers, { query: { limit: 200 } });
  return listed.ok ? Object.fromEntries(listed.value.customers.map(({ email, name }) => [email, name])) : {};
};

it('every change begins one run, whatever the stream does, and the golden records end as the CRM has them', async () => {
  await make('before@example.com');
  for (const each of flow) await world.publish(each);
  await expect.poll(streams, patiently).toBe(1);
  await faults({ cutStreams: 0.3, repeatEvents: 0.4, gapEvents: 0.3 });
  const other = await world.another();

  const emails = Array.from({ length: 12 }, (_, at) => `contact-${at}@example.com`);
  const ids = await Promise.all(emails.map(make));
  for (const [at, id] of ids.entries()) await edit([id], { FirstName: 'First', LastName: `Draft ${at}` });
  // A mass edit: one event for all of them.
  await edit(ids, { LastName: 'Final' });
  await expect.poll(async () => (await began()).length, patiently).toBeGreaterThan(5);
  // Another process reads, dies, and a third one goes on where it was.
  await world.store
    .sql`update change_places set worker = gen_random_uuid(), lease_until = now() + interval '2 seconds'`;
  await other.close();
  await edit(ids.slice(0, 3), { LastName: 'Very last' });

  const wanted = Object.fromEntries(emails.map((email, at) => [email, at < 3 ? 'First Very last' : 'First Final']));
  await expect.poll(told, patiently).toEqual(wanted);
  await expect.poll(async () => [(await began()).length, await notDone()], patiently).toEqual([26, 0]);
  const runs = await began();
  expect(runs.filter(({ recordIds }) => recordIds.length === 12)).toHaveLength(1);
  expect(runs.some(({ changeType, reread }) => changeType.startsWith('GAP_') && reread === 'records')).toBe(true);
  expect(runs.some(({ changeType, fields }) => changeType === 'CREATE' && emails.includes(String(fields.Email)))).toBe(
    true,
  );
}, 60_000);

it('what we change there ourselves begins nothing', async () => {
  await faults({});
  const before = (await began()).length;
  await world.publish(
    flowOf('edit-crm', [
      node('start', 'manual'),
      node('write', 'salesforce.upsert', {
        ...{ connection: 'salesforce', object: 'Contact', externalIdField: 'Lockstep_Id__c' },
        ...{ externalId: 'C-7', fields: { Email: 'own@example.com' } },
      }),
    ]),
  );
  expect(await world.call(api.startRun, { params: { flowId: 'edit-crm' }, body: { message: {} } })).toMatchObject({
    ok: true,
  });
  const id = await make('theirs@example.com');
  await expect.poll(async () => (await began()).length, patiently).toBe(before + 1);
  expect((await began()).at(-1)).toMatchObject({ changeType: 'CREATE', recordIds: [id] });
  const state = (await (await fetch(crm.stateUrl)).json()) as { readonly changes: Readonly<Record<string, number>> };
  expect(Object.values(state.changes)[0]).toBe(1 + before + 2);
});

it('a place that the org has forgotten begins a run that reads again what was missed, and reading goes on', async () => {
  const lastId = await make('seen@example.com');
  await expect.poll(async () => (await began()).at(-1)?.recordIds, patiently).toEqual([lastId]);
  await expect
    .poll(async () => (await world.store.sql`select 1 from change_places where worker is not null`).length)
    .toBe(1);
  // The stream breaks, and when it is back the events from meanwhile are gone.
  await faults({ status: 503 });
  await sim('DELETE', '/_sim/sessions');
  const missed = await make('missed@example.com');
  await expect.poll(streams, patiently).toBe(0);
  await edit([missed], { LastName: 'Missed' });
  await sim('DELETE', '/_sim/changes');
  await faults({});
  await expect.poll(told, patiently).toMatchObject({ 'missed@example.com': 'Missed' });
  const hole = (await began()).filter(({ changeType }) => changeType === 'MISSED');
  expect(hole).toMatchObject([{ reread: 'since', recordIds: [] }]);
  expect(hole[0]?.since).not.toBeNull();
  const next = await make('next@example.com');
  await expect.poll(async () => (await began()).at(-1)?.recordIds, patiently).toEqual([next]);
}, 60_000);

it('an overflow says since when to read again', async () => {
  await sim('POST', '/_sim/overflow', { object: 'Contact' });
  await expect
    .poll(async () => (await began()).at(-1), patiently)
    .toMatchObject({ changeType: 'GAP_OVERFLOW', reread: 'since', recordIds: [] });
});
