import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../testing/context.ts';
import { mockserverWorld } from '../../testing/odata-mockserver.ts';
import { serverFor } from '../../testing/server.ts';
import { FINANCE_EDMX } from './finance-edmx.testing.ts';
import { readODataRecords } from './read-records/definition.ts';
import { runReadODataRecords } from './read-records/run.ts';

const order = (dataAreaId: string, SalesOrderNumber: string, more: object = {}) => ({
  ...{ dataAreaId, SalesOrderNumber, CustomersOrderReference: `#${SalesOrderNumber}`, CurrencyCode: 'USD' },
  ...{ SalesOrderStatus: 'Backorder', IsSalesProcessingStopped: 'No', OrderCreationDateTime: '2026-11-20T08:00:00Z' },
  ...more,
});
const read = (ctx: TestContext, form: object) => {
  const params = readODataRecords.params.parse({ connection: 'shop', set: 'SalesOrderHeadersV2', ...form });
  return runReadODataRecords({ params, input: null }, ctx);
};

it('reads sales orders of Finance & Operations by the whole key and by fields, and names what is wrong', async () => {
  const SalesOrderHeadersV2 = [
    order('usmf', '000002'),
    order('demf', '000002', { CurrencyCode: 'EUR', SalesOrderStatus: 'Invoiced' }),
    order('usmf', '000003', { IsSalesProcessingStopped: 'Yes' }),
  ];
  const { ctx } = await mockserverWorld(FINANCE_EDMX, { SalesOrderHeadersV2 });
  const key = { dataAreaId: 'demf', SalesOrderNumber: '000002' };
  expect(await read(ctx, { key })).toMatchObject({
    port: 'out',
    value: { records: [{ key, fields: { CurrencyCode: 'EUR', SalesOrderStatus: 'Invoiced' } }] },
  });
  const where = { dataAreaId: 'usmf', CustomersOrderReference: '#000003' };
  expect(await read(ctx, { where })).toMatchObject({ value: { records: [{ key: { SalesOrderNumber: '000003' } }] } });
  expect(await failureOf(read(ctx, { key: '000002' }))).toMatchObject({
    message: expect.stringContaining('dataAreaId'),
  });
  expect(await failureOf(read(ctx, { where: { SalesOrderStatus: 'Shipped' } }))).toMatchObject({
    message: expect.stringContaining('SalesOrderStatus'),
  });
});

it('asks all companies by enumerations where it is told to, page after page, and waits as long as the service asks', async () => {
  const asked: string[] = [];
  let isBusy = true;
  const { baseUrl } = await serverFor(({ url, headers }) => {
    if (url.includes('$metadata'))
      return { status: 200, body: FINANCE_EDMX, headers: { 'content-type': 'application/xml' } };
    asked.push(decodeURIComponent(url));
    if (isBusy) return { status: 429, body: '{}', headers: { 'retry-after': '7' } };
    const isFirst = !url.includes('skiptoken');
    const page = { value: [order(isFirst ? 'usmf' : 'demf', '000002')] };
    const next = { '@odata.nextLink': `http://${headers.host}/SalesOrderHeadersV2?cross-company=true&$skiptoken=1` };
    return {
      status: 200,
      body: JSON.stringify(isFirst ? { ...page, ...next } : page),
      headers: { 'content-type': 'application/json' },
    };
  });
  const ctx = contextFor({ connections: [{ id: 'shop', system: 'odata', baseUrl, settings: {} }] });
  const form = { options: 'cross-company=true', where: { IsSalesProcessingStopped: 'No' } };
  expect(await failureOf(read(ctx, form))).toMatchObject({ retryAfterMs: 7_000 });
  isBusy = false;
  const { value } = await read(ctx, form);
  expect(value.records.map(({ key }) => key)).toMatchObject([{ dataAreaId: 'usmf' }, { dataAreaId: 'demf' }]);
  expect(asked[0]).toContain("IsSalesProcessingStopped eq Microsoft.Dynamics.DataEntities.NoYes'No'");
  expect(asked.every((url) => url.includes('cross-company=true'))).toBe(true);
});
