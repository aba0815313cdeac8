import {
  FTP_CREDENTIALS,
  ftpSimulator,
  KAFKA_CREDENTIALS,
  kafkaSimulator,
  SALESFORCE_CREDENTIALS,
  salesforceSimulator,
} from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import type { ResolvedConnection } from '@lockstep/schema/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBrokers } from '../brokers/index.ts';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

let kafka: Awaited<ReturnType<typeof kafkaSimulator>>;
let ftp: Awaited<ReturnType<typeof ftpSimulator>>;
let crm: Awaited<ReturnType<typeof salesforceSimulator>>;
let world: TestRuntime;
beforeAll(async () => {
  [kafka, ftp, crm, world] = await Promise.all([
    kafkaSimulator({ topics: { orders: 3, told: 1 } }),
    ftpSimulator(),
    salesforceSimulator(),
    startTestRuntime(),
  ]);
  await connect('bus', 'kafka', kafka.baseUrl, KAFKA_CREDENTIALS);
  await connect('old', 'ftp', ftp.baseUrl, FTP_CREDENTIALS);
  await connect('crm', 'salesforce', crm.baseUrl, SALESFORCE_CREDENTIALS);
  await connect('stock', 'soap', `${world.runtime.url}/hooks/soap/stock`, {});
});
afterAll(async () => {
  await world?.stop();
  await Promise.all([kafka?.close(), ftp?.close(), crm?.close()]);
});

async function connect(id: string, system: string, baseUrl: string, all: Readonly<Record<string, string>>) {
  const { password, privateKey, ...settings } = all;
  const secrets = { ...(password && { password }), ...(privateKey && { privateKey }) };
  const body = { name: id, system, baseUrl, settings, secrets };
  expect((await world.call(api.putConnection, { params: { id }, body })).ok).toBe(true);
}

const until = (what: () => Promise<unknown>, wanted: unknown) =>
  expect.poll(what, { timeout: 30_000, interval: 50 }).toEqual(wanted);
const stateOf = async <T>(sim: { readonly stateUrl: string }) => (await (await fetch(sim.stateUrl)).json()) as T;

it('messages of Kafka go by SOAP and FTP back to Kafka, each once, while processes come and go', async () => {
  // A door for SOAP: what comes in an envelope is answered in one.
  await world.publish(
    flowOf('stock-door', [
      node('in', 'webhook', { path: 'soap/stock', body: 'text', respond: 'flow' }),
      node('read', 'parse-xml', { envelope: 'soap' }),
      node('write', 'write-xml', {
        document: "={ 'm:Stock': { 'm:sku': input.document.GetStock.sku, 'm:onHand': 7 } }",
        envelope: 'soap-1.1',
        namespaces: [{ prefix: 'm', uri: 'urn:m' }],
      }),
      node('say', 'respond', { headers: { 'content-type': 'text/xml; charset=utf-8' }, body: '=input' }),
    ]),
  );
  await world.publish(
    flowOf('file-of-order', [
      node('in', 'kafka.on-message', { connection: 'bus', topic: 'orders' }),
      node('ask', 'soap.call', {
        connection: 'stock',
        reads: true,
        namespaces: [{ prefix: 'm', uri: 'urn:m' }],
        body: "={ 'm:GetStock': { 'm:sku': input.body.sku } }",
      }),
      node('file', 'ftp.write-file', {
        connection: 'old',
        path: "='out/' + steps.in.body.sku + '.txt'",
        content: '=input.document.Stock.onHand',
      }),
    ]),
  );
  await world.publish(
    flowOf('order-of-file', [
      node('in', 'ftp.on-file', { connection: 'old', folder: 'out', everySeconds: 1, finished: 'renamed' }),
      node('tell', 'kafka.send-message', {
        connection: 'bus',
        topic: 'told',
        key: '=input.name',
        body: '=input.content',
      }),
    ]),
  );
  const second = await world.another();
  const brokers = createBrokers({ addressOf: async (host) => host });
  const bus: ResolvedConnection = { id: 'bus', system: 'kafka', baseUrl: kafka.baseUrl, settings: KAFKA_CREDENTIALS };
  const send = (id: string, body: string) =>
    brokers.send(bus, { to: 'orders', key: id, id, headers: {}, contentType: 'application/json', body });
  const ids = Array.from({ length: 12 }, (_, at) => `sku-${at}`);
  for (const [at, id] of [...ids, ...ids].entries()) {
    await send(id, JSON.stringify({ sku: id }));
    // One that no file can be made of is an exception, and its partition goes on.
    if (at === 5) await send('poison', '{"sku":"../../etc/passwd"}');
    if (at === 12) await second.close();
  }
  await brokers.close();
  type Told = {
    readonly topics: { readonly told: readonly [{ readonly records: readonly { key: string; value: string }[] }] };
  };
  const told = async () =>
    (await stateOf<Told>(kafka)).topics.told[0].records.map(({ key, value }) => `${key} ${value}`).sort();
  await until(told, ids.map((id) => `${id}.txt 7`).sort());
  await until(async () => {
    const failed = await world.call(api.listExceptions, { query: {} });
    return failed.ok && failed.value.exceptions.map(({ code }) => code);
  }, ['path-invalid']);
}, 60_000);

it('names that a system has are told, or why they are not', async () => {
  const offersOf = (id: string) => world.call(api.listOffers, { params: { id }, query: {} });
  expect(await offersOf('crm')).toMatchObject({ ok: true, value: { offers: {} } });
  expect(await offersOf('nobody')).toMatchObject({ ok: false, code: 'not-found' });
  await connect('described', 'soap', `${world.runtime.url}/hooks/none`, { wsdl: '?wsdl' });
  expect(await offersOf('described')).toMatchObject({
    ok: true,
    value: { offers: {}, problem: expect.stringContaining('The WSDL of the service') },
  });
});

it('a job of many records is waited for without a step that is busy', async () => {
  await world.publish(
    flowOf(
      'customers-to-crm',
      [
        node('start', 'manual'),
        node('begin', 'salesforce.bulk-upsert', {
          connection: 'crm',
          object: 'Contact',
          externalIdField: 'Customer__c',
          rows: '=input.rows',
        }),
        node('wait', 'repeat-until', { until: "input.state === 'JobComplete'", maxTimes: 20, delayMs: 50 }),
        {
          ...node('ask', 'salesforce.bulk-results', {
            connection: 'crm',
            jobId: '=steps.begin.jobId',
            withSucceeded: true,
          }),
          scope: 'wait',
        },
      ],
      [
        { from: 'start', port: 'out', to: 'begin' },
        { from: 'begin', port: 'begun', to: 'wait' },
        { from: 'wait', port: 'each', to: 'ask' },
      ],
    ),
  );
  const rows = Array.from({ length: 500 }, (_, at) => ({ Customer__c: `C-${at}`, LastName: `Name ${at}` }));
  const begun = await world.call(api.startRun, { params: { flowId: 'customers-to-crm' }, body: { message: { rows } } });
  expect(begun.ok).toBe(true);
  type Crm = { readonly records: readonly unknown[]; readonly bulkUploads: number };
  await until(async () => {
    const { records, bulkUploads } = await stateOf<Crm>(crm);
    return [records.length, bulkUploads];
  }, [500, 1]);
}, 60_000);
