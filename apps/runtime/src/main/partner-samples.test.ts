import { samples } from '@lockstep/nodes/samples';
import { SFTP_CREDENTIALS, sftpSimulator } from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

const wait = { timeout: 90_000, interval: 100 };
const PARTNERS = ['purchase-order-x12', 'supplier-files', 'warehouse-x12', 'file-rows-left', 'store-stock-file'];

let sim: Awaited<ReturnType<typeof sftpSimulator>>;
let world: TestRuntime;
beforeAll(async () => {
  [sim, world] = await Promise.all([sftpSimulator({ paceMs: 150 }), startTestRuntime()]);
  const settings = { username: SFTP_CREDENTIALS.username, hostKey: SFTP_CREDENTIALS.hostKey };
  const connection = { name: 'Files', system: 'sftp', baseUrl: sim.baseUrl, settings };
  const put = await world.call(api.putConnection, {
    params: { id: 'sftp' },
    body: { ...connection, secrets: { password: SFTP_CREDENTIALS.password } },
  });
  expect(put.ok).toBe(true);
  for (const flow of samples) if (PARTNERS.includes(flow.id)) await world.publish(quick(flow));
});
afterAll(async () => {
  await world?.stop();
  await sim?.close();
});

/** The same flow, looking every second, and with more patience for a server that is ill on purpose. */
function quick(flow: Flow): Flow {
  const nodes = flow.nodes.map((node) => {
    if (node.type === 'sftp.on-file') return { ...node, params: { ...node.params, everySeconds: 1 } };
    const retry = { maxAttempts: 20, baseMs: 50, capMs: 500, jitter: 0.2 };
    return node.type.startsWith('sftp.') ? { ...node, policy: { ...node.policy, retry } } : node;
  });
  return { ...flow, nodes };
}

const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
const state = async () =>
  (await (await fetch(sim.stateUrl)).json()) as {
    supplierOrders: { purchaseOrder: string; times: number; lines: { line: string; status: string }[] }[];
    warehouseOrders: { order: string; times: number }[];
    supplier: Record<string, number>;
    files: { path: string }[];
  };
const order = (purchaseOrder: string) => ({
  purchaseOrder,
  date: '2026-11-27',
  shipTo: { name: 'Ada Byron', street: 'Torstrasse 1', city: 'Berlin', postalCode: '10119', country: 'DE' },
  lines: ['MUG-BLUE', 'CAP-RED', 'NO-SUCH'].map((sku, at) => ({
    line: String(at + 1),
    sku,
    quantity: at + 1,
    unitPrice: 10,
  })),
});
const publish = (topic: string, key: string, payload: object) =>
  world.runtime.store.topics.publish({ topic, key, eventId: key, payload: payload as never });
const told = async (topic: string, key: string) => {
  const answer = await world.call(api.listTopicEvents, { params: { topic }, query: { key } });
  return answer.ok ? answer.value.events.map(({ preview }) => preview ?? '') : [];
};
const statuses = async (flow: string) => {
  const answer = await world.call(api.listRuns, { query: { flow } });
  return answer.ok ? answer.value.runs.map(({ status }) => status).sort() : [];
};
const strange = async () => {
  const answer = await world.call(api.listExceptions, { query: {} });
  const found = answer.ok ? answer.value.exceptions : [];
  return found.flatMap(({ code, nodeName }) =>
    ['x12-refused', 'short-pick', 'rows-left-out'].includes(code) ? [] : [`${code} at ${nodeName}`],
  );
};

it('the test call of the connection says that the server shows its key, or which one it shows', async () => {
  const test = () => world.call(api.testConnection, { params: { id: 'sftp' } });
  expect(await test()).toMatchObject({ value: { ok: true, message: expect.stringContaining('lets us in') } });
  await faults({ status: 401 });
  onTestFinished(async () => void (await faults({})));
  const other = { name: 'Files', system: 'sftp', baseUrl: sim.baseUrl };
  const settings = { username: SFTP_CREDENTIALS.username, hostKey: '' };
  await world.call(api.putConnection, {
    params: { id: 'unpinned' },
    body: { ...other, settings, secrets: { password: SFTP_CREDENTIALS.password } },
  });
  expect(await world.call(api.testConnection, { params: { id: 'unpinned' } })).toMatchObject({
    value: { ok: false, message: expect.stringContaining(SFTP_CREDENTIALS.hostKey) },
  });
  const http = { ...other, baseUrl: 'http://127.0.0.1', settings, secrets: {} };
  expect(await world.call(api.putConnection, { params: { id: 'wrong' }, body: http })).toMatchObject({ ok: false });
});

it('a purchase order goes out as an 850, and what the supplier says of each line comes back, once', async () => {
  await publish('purchase.requested', 'PO-1', order('PO-1'));
  await vi.waitFor(async () => expect(await told('order.line-confirmed', 'PO-1')).toHaveLength(3), wait);
  const said = (await told('order.line-confirmed', 'PO-1')).map(
    (text) => /Accepted|Backordered|Rejected/.exec(text)?.[0],
  );
  expect(said.sort()).toEqual(['Accepted', 'Backordered', 'Rejected']);
  await vi.waitFor(async () => expect(await told('supplier.invoiced', 'PO-1')).toHaveLength(1), wait);
  await vi.waitFor(async () => {
    expect(await told('order.line-shipped', 'PO-1')).toEqual([expect.stringContaining('MUG-BLUE')]);
  }, wait);
  await vi.waitFor(async () => expect(await statuses('purchase-order-x12')).toEqual(['done']), wait);
  // Every file of the supplier was put away, and answered.
  await vi.waitFor(async () => {
    const { files } = await state();
    expect(files.filter(({ path }) => /^\/supplier\/out\/[^/]+$/.test(path))).toEqual([]);
  }, wait);
  await fetch(`${new URL(sim.stateUrl).origin}/_sim/supplier/stock`, { method: 'POST' });
  await vi.waitFor(async () => expect(await told('supplier.stock', 'CAP-RED')).toHaveLength(1), wait);
});

it('the warehouse ships by X12; what is short is seen', async () => {
  await publish('warehouse.ship-requested', 'WO-1', { order: 'WO-1', lines: [{ sku: 'MUG-BLUE', quantity: 3 }] });
  await vi.waitFor(async () => expect(await told('warehouse.shipped', 'WO-1')).toHaveLength(1), wait);
  await faults({ shortPick: 1 });
  await publish('warehouse.ship-requested', 'WO-2', { order: 'WO-2', lines: [{ sku: 'MUG-BLUE', quantity: 3 }] });
  await vi.waitFor(async () => expect(await statuses('warehouse-x12')).toContain('exception'), wait);
  expect(await told('warehouse.shipped', 'WO-2')).toEqual([expect.stringContaining('"shipped":2')]);
  await faults({});
});

it('each line is told once, and nothing is ordered twice, whatever server and supplier do wrong', async () => {
  await faults({
    cutSession: 0.005,
    commitThenDrop: 0.05,
    wrongCount: 0.5,
    duplicateFile: 0.4,
    partialFile: 0.4,
    lateMs: 200,
  });
  const orders = Array.from({ length: 3 }, (_, at) => `PO-2${at}`);
  await Promise.all(orders.map((name) => publish('purchase.requested', name, order(name))));
  const all = async () => Promise.all(orders.map((name) => told('order.line-confirmed', name)));
  const invoices = async () => Promise.all(orders.map((name) => told('supplier.invoiced', name)));
  await vi.waitFor(async () => {
    // What a person would have to look at, besides files that were refused as they had to be.
    expect(await strange()).toEqual([]);
    expect((await all()).map((lines) => lines.length)).toEqual(orders.map(() => 3));
    expect((await invoices()).map((each) => each.length)).toEqual(orders.map(() => 1));
  }, wait);
  await faults({});
  // Whatever still comes says nothing new.
  await vi.waitFor(async () => {
    const { files } = await state();
    expect(files.filter(({ path }) => /^\/supplier\/out\/[^/]+$/.test(path))).toEqual([]);
  }, wait);
  expect((await all()).map((lines) => lines.length)).toEqual(orders.map(() => 3));
  const { supplierOrders, supplier } = await state();
  expect(supplierOrders.filter(({ times }) => times > 1)).toEqual([]);
  expect(supplier).toMatchObject({ orderedTwice: 0 });
  expect(supplier.sentAgain).toBeGreaterThan(0);
}, 200_000);

it('R16: the CSV of a nightly batch becomes an event a row, faulty rows an exception, and the same file adds nothing', async () => {
  const put = (path: string, content: Buffer) =>
    fetch(`${new URL(sim.stateUrl).origin}/_sim/files`, {
      method: 'PUT',
      body: JSON.stringify({ path, content: content.toString('base64'), encoding: 'base64' }),
    });
  const head = 'Filiale;Artikelnr;Bezeichnung;Bestand;Reserviert;Stand';
  const rows = [
    'Köln-1;00042;"Becher; blau";12,0;2,0;27.11.2026 02:15',
    'Köln-1;00043;Mütze rot;3,5;;27.11.2026 02:15',
    'Köln-1;;Lampe;1,0;;27.11.2026 02:15',
    'Bremen-2;00042;Becher;zwölf;;27.11.2026 02:15',
  ];
  // One file in the encoding of the old system, one as its successor writes it: with a byte order mark.
  const old = Buffer.from([head, ...rows, 'Summe;;;16,5;;', ''].join('\r\n'), 'latin1');
  const stock = async () => {
    const answer = await world.call(api.listTopicEvents, { params: { topic: 'inventory.changed' }, query: {} });
    return answer.ok ? answer.value.events.map(({ key }) => key).sort() : [];
  };
  const left = async () => {
    const answer = await world.call(api.listExceptions, { query: { flow: 'file-rows-left' } });
    return answer.ok ? answer.value.exceptions.map(({ reason }) => reason) : [];
  };
  await put('/stores/out/stock-1.csv', old);
  await vi.waitFor(async () => expect(await statuses('store-stock-file')).toEqual(['done']), wait);
  expect(await stock()).toEqual(['00042@Köln-1', '00043@Köln-1']);
  expect(await told('inventory.changed', '00043@Köln-1')).toEqual([expect.stringContaining('3.5')]);
  await vi.waitFor(async () => expect(await left()).toHaveLength(1), wait);
  expect(await left()).toEqual([expect.stringMatching(/^2 rows of stock-1\.csv.*Line 5.*Line 4: Artikelnr is empty/)]);

  // The same once more under another name; then the next night, in which one row is new.
  await put('/stores/out/stock-1 (1).csv', old);
  const next = [head, ...rows.slice(0, 2), 'Zürich-3;00042;Becher;7,0;;28.11.2026 02:15', 'Summe;;;22,5;;'].join('\n');
  await vi.waitFor(async () => expect(await statuses('store-stock-file')).toEqual(['done', 'done']), wait);
  await put('/stores/out/stock-2.csv', Buffer.from(`\ufeff${next}`, 'utf8'));
  await vi.waitFor(async () => expect(await statuses('store-stock-file')).toEqual(['done', 'done', 'done']), wait);
  expect(await stock()).toEqual(['00042@Köln-1', '00042@Zürich-3', '00043@Köln-1']);
  expect(await left()).toHaveLength(1);
  // A file is put away after its run is durable, which may be after its end.
  await vi.waitFor(async () => {
    const { files } = await state();
    expect(files.filter(({ path }) => path.startsWith('/stores/out/'))).toEqual([]);
    expect(files.filter(({ path }) => path.startsWith('/stores/archive/'))).toHaveLength(3);
  }, wait);
});
