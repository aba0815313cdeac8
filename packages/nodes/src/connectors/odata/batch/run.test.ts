import { describe, expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { sapOrder, sapWorld } from '../../../testing/odata-sap.ts';
import { serverFor } from '../../../testing/server.ts';
import { SHOP_V2 } from '../shop-edmx.testing.ts';
import { batchOData } from './definition.ts';
import { readBatch, writeChangeset } from './multipart.ts';
import { runBatchOData } from './run.ts';

const create = { action: 'create', set: 'Orders', fields: { Number: '8' } };
const step = (ctx: TestContext, changes: readonly object[]) =>
  runBatchOData({ params: batchOData.params.parse({ connection: 'erp', changes }), input: null }, ctx);

/** A service that answers `$batch` with these lines. */
async function answering(lines: readonly string[], status = 202) {
  const { baseUrl } = await serverFor(({ url }) =>
    url.includes('$batch')
      ? { status, headers: { 'content-type': 'multipart/mixed; boundary=b' }, body: lines.join('\r\n') }
      : { status: 200, body: SHOP_V2 },
  );
  return contextFor({ connections: [{ id: 'erp', system: 'odata', baseUrl, settings: {} }] });
}

const http = (status: string, body = '') => [
  'Content-Type: application/http',
  'content-transfer-encoding: binary',
  '',
  `HTTP/1.1 ${status}`,
  'Content-Type: application/json',
  '',
  body,
];

it('says why all were taken back: one answer in place of the changeset', async () => {
  const error = '{"error":{"code":"V1/048","message":{"value":"No."}}}';
  const ctx = await answering(['--b', ...http('400 Bad Request', error), '--b--']);
  expect(await step(ctx, [create, create])).toEqual({
    port: 'rolled-back',
    value: { status: 400, code: 'V1/048', message: 'No.' },
  });
});

it('tries again what was refused for a passing reason, as nothing was done', async () => {
  const ctx = await answering(['--b', ...http('503 Busy'), '--b--']);
  const failure = await failureOf(step(ctx, [create]));
  expect([failure.kind, failure.outcomeUnknown]).toEqual(['transient', undefined]);
});

it('does not take fewer answers than changes, or none, for a success', async () => {
  const one = [
    '--b',
    'Content-Type: multipart/mixed; boundary=c',
    '',
    '--c',
    ...http('204 No Content'),
    '--c--',
    '--b--',
  ];
  for (const lines of [one, ['--b--'], ['<html>']]) {
    expect(await failureOf(step(await answering(lines), [create, create]))).toMatchObject({ outcomeUnknown: true });
  }
});

it('names the change that does not fit', async () => {
  const ctx = await answering([]);
  expect(await failureOf(step(ctx, [create, { action: 'delete', set: 'Lines', key: '1' }]))).toMatchObject({
    kind: 'item',
    message: 'Change 2: The key of Lines is Number, Item: give all of them by name.',
  });
  expect(await failureOf(step(ctx, []))).toMatchObject({ kind: 'item' });
});

describe('at S/4HANA', () => {
  const of = (reference: string, more: object = {}) => {
    return { action: 'create', set: 'A_SalesOrder', fields: sapOrder({ PurchaseOrderByCustomer: reference, ...more }) };
  };
  it('all changes of a batch are made', async () => {
    const { ctx, orders } = await sapWorld();
    expect(await step(ctx, [of('#1'), of('#2')])).toMatchObject({
      port: 'done',
      value: { results: [{ key: { SalesOrder: '41' } }, { key: { SalesOrder: '42' } }] },
    });
    const { port } = await step(ctx, [
      { action: 'change', set: 'A_SalesOrder', key: '41', fields: { PurchaseOrderByCustomer: '#1a' } },
      { action: 'delete', set: 'A_SalesOrder', key: '42' },
    ]);
    expect([port, (await orders()).map((order) => order.PurchaseOrderByCustomer)]).toEqual(['done', ['#1a']]);
  });
  it('or none, when one is refused', async () => {
    const { ctx, orders } = await sapWorld();
    await step(ctx, [of('#1')]);
    const change = { action: 'change', set: 'A_SalesOrder', key: '41', fields: { PurchaseOrderByCustomer: '#x' } };
    const gone = { action: 'delete', set: 'A_SalesOrder', key: '41' };
    expect(await step(ctx, [change, of('#2'), gone, of('#3', { SalesOrganization: '9999' })])).toMatchObject({
      port: 'rolled-back',
      value: { status: 400 },
    });
    expect((await orders()).map((order) => order.PurchaseOrderByCustomer)).toEqual(['#1']);
  });
  it('a record that is locked passes by itself', async () => {
    const { ctx, faults, orders } = await sapWorld();
    await faults({ recordLock: 1 });
    expect(await failureOf(step(ctx, [of('#1')]))).toMatchObject({ kind: 'transient' });
    expect(await orders()).toEqual([]);
  });
});

describe('multipart', () => {
  it('is read as it was written', () => {
    const text = writeChangeset(
      [{ method: 'PATCH', path: "Orders('1')", headers: { 'If-Match': '*' }, body: { a: '--x' } }],
      'x',
    );
    expect(text).toContain(
      'PATCH Orders(\'1\') HTTP/1.1\r\nIf-Match: *\r\ncontent-type: application/json\r\n\r\n{"a":"--x"}\r\n--changeset_x--',
    );
  });

  it('is read with bare line ends, quoted boundaries and bodies of several lines', () => {
    const text = [
      '--a b',
      'Content-Type: application/http',
      '',
      'HTTP/1.1 200 OK',
      'X: y',
      '',
      '{',
      '}',
      '--a b--',
      '',
    ].join('\n');
    expect(readBatch('multipart/mixed; boundary="a b"', text)).toEqual([
      { status: 200, headers: { x: 'y' }, text: '{\r\n}' },
    ]);
    expect(readBatch('text/html', text)).toBeUndefined();
  });
});
