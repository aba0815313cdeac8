import { samples, sampleTables, sampleTopics } from '@lockstep/nodes/samples';
import { type Estate, startEstate } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

const wait = { timeout: 30_000, interval: 50 };
let world: TestRuntime;
let estate: Estate;

/** Every system of the estate as a connection, and the flows that listen to their webhooks. */
beforeAll(async () => {
  [world, estate] = await Promise.all([startTestRuntime(), startEstate()]);
  for (const entry of estate.entries) {
    const secrets = {
      ...entry.credentials,
      ...(entry.webhookSecret !== undefined && { webhookSecret: entry.webhookSecret }),
    };
    const body = { name: entry.label, system: entry.connectionType, baseUrl: entry.baseUrl, settings: {}, secrets };
    expect(await world.call(api.putConnection, { params: { id: entry.system }, body })).toMatchObject({ ok: true });
  }
  expect(sampleTopics.map(({ name }) => name)).toEqual(expect.arrayContaining(['erp.changed', 'shipment.moved']));
  for (const table of sampleTables.filter(({ name }) => name.startsWith('parcel-status-'))) {
    const body = { ...table, rows: [...table.rows], note: '' };
    expect(await world.call(api.createTable, { body })).toMatchObject({ ok: true });
  }
  for (const flow of samples) if (['parcel-tracking', 'bc-changes'].includes(flow.id)) await world.publish(flow);
  const verify = { scheme: 'stripe', connection: 'stripe' };
  await world.publish(
    flowOf('payments', [
      node('paid', 'webhook', { path: 'stripe/events', verify }),
      node('log', 'log', { message: 'x' }),
    ]),
  );
  const hooks = `${world.runtime.url}/hooks`;
  await estate.setTarget({
    stripe: `${hooks}/stripe/events`,
    easypost: `${hooks}/easypost/events`,
    shipstation: `${hooks}/shipstation/tracking`,
  });
});
afterAll(async () => {
  await Promise.all([world?.stop(), estate?.close()]);
});

const entry = (system: string) => estate.entries.find((one) => one.system === system);
const tell = (system: string, path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${entry(system)?.baseUrl}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
const faults = (system: string, body: object) =>
  fetch(entry(system)?.faultsUrl ?? '', { method: 'PUT', body: JSON.stringify(body) });

async function ended(flow: string, count: number) {
  return vi.waitFor(async () => {
    const listed = await world.call(api.listRuns, { query: { flow } });
    const runs = listed.ok ? listed.value.runs : [];
    expect(runs.map(({ status }) => status)).toEqual(Array(count).fill('done'));
    return runs;
  }, wait);
}

it('takes each event of Stripe once, signed anew at every try and sent twice', async () => {
  await faults('stripe', { duplicate: 1, rollSecret: true });
  const { baseUrl = '', credentials } = entry('stripe') ?? {};
  const answer = await fetch(`${baseUrl}/v1/payment_intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${credentials?.secretKey}` },
    body: new URLSearchParams({ amount: '100', currency: 'eur' }),
  });
  expect(answer.status).toBe(200);
  expect(await ended('payments', 1)).toMatchObject([{ sourceAt: expect.any(String) }]);
});

it('takes what EasyPost and ShipStation say of parcels, once each', async () => {
  await faults('easypost', { duplicate: 1 });
  await faults('shipstation', { duplicate: 1 });
  const easypost = entry('easypost');
  const authorization = `Basic ${Buffer.from(`${easypost?.credentials.apiKey}:`).toString('base64')}`;
  await tell('easypost', '/v2/trackers', { tracker: { tracking_code: 'EZ1' } }, { authorization });
  // A tracker that was made tells of no move.
  await ended('parcel-tracking', 1);
  await tell('easypost', '/_sim/tracking', { trackingCode: 'EZ1' });
  const shipment = {
    carrier_id: 'se-1',
    service_code: 'ups_ground',
    ship_to: { address_line1: 'A 1', country_code: 'DE' },
    ship_from: { country_code: 'DE' },
    packages: [{ weight: { value: 400, unit: 'gram' } }],
  };
  const label = await tell(
    'shipstation',
    '/v2/labels',
    { shipment },
    { 'api-key': entry('shipstation')?.credentials.apiKey ?? '' },
  );
  const { tracking_number: trackingNumber } = (await label.json()) as { tracking_number: string };
  await tell('shipstation', '/_sim/tracking', { trackingNumber });
  await vi.waitFor(async () => {
    const listed = await world.call(api.listRuns, { query: { flow: 'parcel-tracking' } });
    expect(listed.ok && listed.value.runs.every(({ sourceAt }) => sourceAt !== undefined)).toBe(true);
    const runs = listed.ok ? listed.value.runs.map(({ businessKey, status }) => `${businessKey} ${status}`) : [];
    // Nobody here sent them, so whose they are is a question to a person.
    expect(runs.sort()).toEqual(['EZ1 done', 'EZ1 waiting', `${trackingNumber} waiting`].sort());
  }, wait);
});

it('answers the handshake of Business Central, and keeps its client state out of the run', async () => {
  const notificationUrl = `${world.runtime.url}/hooks/business-central/changes`;
  const params = { connection: 'business-central', entity: 'items', notificationUrl };
  await world.publish(
    flowOf('keep', [node('go', 'manual'), node('kept', 'business-central.keep-subscription', params)]),
  );
  expect(await world.call(api.startRun, { params: { flowId: 'keep' }, body: { message: {} } })).toMatchObject({
    ok: true,
  });
  await ended('keep', 1);
  const { baseUrl = '', credentials } = entry('business-central') ?? {};
  const form = {
    grant_type: 'client_credentials',
    client_id: credentials?.clientId ?? '',
    client_secret: credentials?.clientSecret ?? '',
  };
  const signed = await fetch(`${baseUrl}/login/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = (await signed.json()) as { access_token: string };
  const path = `/api/v2.0/companies(${credentials?.company})/items`;
  await tell('business-central', path, { displayName: 'Mug' }, { authorization: `Bearer ${token}` });
  const [run] = await ended('bc-changes', 1);
  expect(run?.sourceAt).toBeDefined();
  const view = await world.call(api.getRun, { params: { runId: run?.runId ?? '' } });
  expect(JSON.stringify(view)).toContain('lastModifiedDateTime');
  expect(JSON.stringify(view)).not.toContain('lockstep_estate_client_state');
  const asked = await fetch(`${notificationUrl}?validationToken=${encodeURIComponent('<b>x</b>')}`);
  expect([asked.headers.get('content-type'), await asked.text()]).toEqual(['text/plain; charset=utf-8', '<b>x</b>']);
});
