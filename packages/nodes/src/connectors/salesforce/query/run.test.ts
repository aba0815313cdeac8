import { expect, it } from 'vitest';
import { recorded } from '../../../simulators/kit/fixtures.ts';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { serverFor } from '../../../testing/server.ts';
import { SALESFORCE_CREDENTIALS } from '../simulator/salesforce-simulator.ts';
import { salesforceWorld } from '../simulator/world.testing.ts';
import { queryRecords } from './definition.ts';
import { runQuery } from './run.ts';

const step = (ctx: TestContext, soql: string, form: object = {}) =>
  runQuery({ params: queryRecords.params.parse({ connection: 'crm', soql, ...form }), input: null }, ctx);

async function seven() {
  const world = await salesforceWorld({ pageSize: 3 });
  for (let i = 1; i <= 7; i++) await world.put('Account', { Name: `A${i}`, Kind: i % 2 ? "o'd" : 'even' });
  return world;
}

it('reads page after page, without attributes', async () => {
  const { ctx } = await seven();
  const { value } = await step(ctx, 'SELECT Name FROM Account');
  expect(value).toEqual({
    records: Array.from({ length: 7 }, (_, at) => ({ Name: `A${at + 1}` })),
    totalSize: 7,
    complete: true,
  });
  expect(ctx.requests.filter(({ url }) => url.includes('/query')).length).toBe(3);
});

it('stops at the number wanted, and says so', async () => {
  const { ctx } = await seven();
  const { value } = await step(ctx, 'SELECT Id, Name FROM Account', { maxRecords: 4 });
  expect(value).toMatchObject({ records: [{}, {}, {}, { Name: 'A4' }], totalSize: 7, complete: false });
});

it('reads what is asked for', async () => {
  const { ctx } = await seven();
  const { value } = await step(ctx, "SELECT Name FROM Account WHERE Kind = 'o\\'d' AND Name = 'A3' LIMIT 5");
  expect(value).toEqual({ records: [{ Name: 'A3' }], totalSize: 1, complete: true });
  expect(await failureOf(step(ctx, 'DELETE Account'))).toMatchObject({
    kind: 'refused',
    message: "Salesforce refused: unexpected token: 'DELETE' (MALFORMED_QUERY)",
  });
});

it('is no fool of a page that leads back to itself, or elsewhere', async () => {
  for (const nextRecordsUrl of ['/services/data/v68.0/query/loop', 'https://elsewhere.example/query']) {
    const body = { totalSize: 9, done: false, nextRecordsUrl, records: [{}] };
    const { baseUrl } = await serverFor(({ url }) => ({
      status: 200,
      body: url.endsWith('/token') ? '{"access_token":"t"}' : JSON.stringify(body),
    }));
    const connection = { id: 'crm', system: 'salesforce', baseUrl, settings: SALESFORCE_CREDENTIALS };
    const failure = await failureOf(step(contextFor({ connections: [connection] }), 'SELECT Id FROM Account'));
    expect(failure.code).toBe('salesforce-answer-unreadable');
  }
});

const first = recorded('salesforce/rest/query_paginated_first_page_response.json');
const last = recorded('salesforce/rest/query_paginated_last_page_response.json');

it.skipIf(!first)('understands the recorded pages (skipped where ../shared is absent)', async () => {
  const { baseUrl } = await serverFor(({ url }) => {
    if (url.endsWith('/token')) return { status: 200, body: '{"access_token":"t"}' };
    return { status: 200, body: JSON.stringify(url.includes('01gD') ? last : first) };
  });
  const connection = { id: 'crm', system: 'salesforce', baseUrl, settings: SALESFORCE_CREDENTIALS };
  const { value } = await step(contextFor({ connections: [connection] }), 'SELECT Text_Label FROM Whizbang');
  expect(value).toEqual({
    records: [{ Text_Label: 'First Page' }, { Text_Label: 'Last Page' }],
    totalSize: 2,
    complete: true,
  });
});
