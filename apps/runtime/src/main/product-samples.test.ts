import { samples, sampleTables } from '@lockstep/nodes/samples';
import {
  BUSINESS_CENTRAL_CREDENTIALS,
  businessCentralSimulator,
  SHOPIFY_CREDENTIALS,
  SP_API_CREDENTIALS,
  shopifySimulator,
  spApiSimulator,
  WMS_CREDENTIALS,
  wmsSimulator,
} from '@lockstep/nodes/simulators';
import * as api from '@lockstep/schema/api';
import type { JsonObject } from '@lockstep/schema/run';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

const wait = { timeout: 20_000, interval: 60 };
const CHANNELS = ['product-to-shop', 'product-to-marketplace', 'product-to-warehouse'];
const item = (number: string) => ({
  entity: 'items',
  fields: { number, displayName: `Article ${number}`, unitPrice: 10, gtin: '4006381333931' },
});
let world: TestRuntime;
const sims = {} as Record<string, Awaited<ReturnType<typeof wmsSimulator>>>;

/** An ERP that tells of its items, three channels, and the flows between them. */
beforeAll(async () => {
  const [runtime, bc, shopify, amazon, wms] = await Promise.all([
    startTestRuntime(),
    businessCentralSimulator({ records: [item('MUG-BLUE')], timeScale: 1e-3 }),
    shopifySimulator(),
    spApiSimulator({ usageFactor: 20 }),
    wmsSimulator(),
  ]);
  world = runtime;
  Object.assign(sims, { 'business-central': bc, shopify, 'sp-api': amazon, wms });
  for (const [id, system, secrets] of [
    ['business-central', 'business-central', BUSINESS_CENTRAL_CREDENTIALS],
    ['shopify', 'shopify', SHOPIFY_CREDENTIALS],
    ['sp-api', 'amazon-sp-api', SP_API_CREDENTIALS],
    ['wms', 'wms', WMS_CREDENTIALS],
  ] as const) {
    const body = { name: id, system, baseUrl: sims[id]?.baseUrl ?? '', settings: {}, secrets: { ...secrets } };
    expect(await world.call(api.putConnection, { params: { id }, body })).toMatchObject({ ok: true });
  }
  for (const table of sampleTables.filter(({ name }) => name === 'product-attributes')) {
    expect(await world.call(api.createTable, { body: { ...table, rows: [...table.rows], note: '' } })).toMatchObject({
      ok: true,
    });
  }
  for (const flow of samples) {
    if (['bc-changes', 'products-from-erp', ...CHANNELS].includes(flow.id)) await world.publish(flow);
  }
  await subscribe();
}, 60_000);
afterAll(async () => {
  await Promise.all([world?.stop(), ...Object.values(sims).map((sim) => sim.close())]);
}, 30_000);

async function subscribe(): Promise<void> {
  const { clientId, clientSecret, company, tokenUrl, webhookSecret } = BUSINESS_CENTRAL_CREDENTIALS;
  const baseUrl = sims['business-central']?.baseUrl ?? '';
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const signed = await fetch(`${baseUrl}${tokenUrl}`, { method: 'POST', body: form });
  const { access_token: token } = (await signed.json()) as { access_token: string };
  const answer = await fetch(`${baseUrl}/api/v2.0/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({
      notificationUrl: `${world.runtime.url}/hooks/business-central/changes`,
      resource: `/api/v2.0/companies(${company})/items`,
      clientState: webhookSecret,
    }),
  });
  expect(answer.status).toBe(201);
}
const state = async (system: string) =>
  (await (await fetch(sims[system]?.stateUrl ?? '')).json()) as Record<string, readonly JsonObject[]>;

/** What each channel shows of its articles, in one set of words. */
async function shown() {
  const [shop, market, warehouse] = await Promise.all([state('shopify'), state('sp-api'), state('wms')]);
  const first = (listing: JsonObject, name: string) =>
    (listing.attributes as Record<string, readonly JsonObject[]>)[name]?.[0]?.value;
  return {
    shop: new Map(
      (shop.products ?? []).map((each) => [
        (each.variant as JsonObject).sku,
        [each.title, (each.variant as JsonObject).price],
      ]),
    ),
    market: new Map(
      (market.catalogue ?? []).map((each) => [each.sku, [first(each, 'item_name'), first(each, 'list_price')]]),
    ),
    warehouse: new Map((warehouse.products ?? []).map((each) => [each.sku, [each.name]])),
  };
}
/** Changes an item in the client of the ERP. */
async function change(fields: object): Promise<void> {
  const { records = [] } = await state('business-central');
  const body = JSON.stringify({ entity: 'items', id: records.find(({ entity }) => entity === 'items')?.id, fields });
  const answer = await fetch(`${sims['business-central']?.baseUrl}/_sim/record`, { method: 'PATCH', body });
  expect(answer.status).toBe(200);
}
const unmapped = async () => {
  const found = await world.call(api.listUnmapped, { query: {} });
  return found.ok ? found.value.unmapped.map(({ key, to }) => `${key} > ${to}`).sort() : [];
};

it('R24: a change in the ERP comes to every channel in its own words, and an attribute nobody mapped is reported for each', async () => {
  await change({ displayName: 'Mug, deep blue', unitPrice: 13.5, colour: 'blue', finish: 'matt' });
  await vi.waitFor(async () => {
    const { shop, market, warehouse } = await shown();
    expect([shop.get('MUG-BLUE'), market.get('MUG-BLUE'), warehouse.get('MUG-BLUE')]).toEqual([
      ['Mug, deep blue', '13.50'],
      ['Mug, deep blue', 13.5],
      ['Mug, deep blue'],
    ]);
  }, wait);
  const { products: [inShop] = [] } = await state('shopify');
  expect(inShop?.metafields).toMatchObject([{ key: 'colour', value: 'blue' }]);
  const { catalogue: [listed] = [] } = await state('sp-api');
  expect(listed?.attributes).toMatchObject({ color: [{ value: 'blue' }] });
  await vi.waitFor(
    async () => expect(await unmapped()).toEqual(['finish > marketplace', 'finish > shopify', 'finish > wms']),
    wait,
  );
});

it('R24: shuffled and doubled changes come to what is newest, in every channel', async () => {
  const skus = ['A-1', 'B-2', 'C-3', 'D-4'];
  const versions = skus.flatMap((sku) => [1, 2, 3, 4, 5, 6].map((version) => ({ sku, version })));
  // A fixed shuffle, with every third change told twice.
  const told = [...versions, ...versions.filter((_, at) => at % 3 === 0)]
    .map((each, at) => ({ ...each, place: (at * 17) % 31, at }))
    .sort((a, b) => a.place - b.place || a.at - b.at);
  for (const { sku, version, at } of told) {
    const payload = {
      ...{ sku, name: `${sku}, ${version}`, status: 'active', kind: 'single' },
      price: { amount: `${version}.00`, currency: 'EUR' },
      updatedAt: new Date(Date.UTC(2026, 10, 27, 8, version)).toISOString(),
    };
    const body = { topic: 'product.changed', key: sku, eventId: `${sku}/${at}`, payload };
    expect(await world.call(api.publishEvent, { body })).toMatchObject({ ok: true });
  }
  await vi.waitFor(async () => {
    for (const flow of CHANNELS) {
      const runs = await world.call(api.listRuns, { query: { flow, limit: 200 } });
      const ended = runs.ok ? runs.value.runs.map(({ status }) => status) : [];
      expect(ended).toHaveLength(told.length + 1);
      expect(new Set(ended)).toEqual(new Set(['done']));
    }
  }, wait);
  const { shop, market, warehouse } = await shown();
  for (const sku of skus) {
    expect([shop.get(sku), market.get(sku), warehouse.get(sku)]).toEqual([
      [`${sku}, 6`, '6.00'],
      [`${sku}, 6`, 6],
      [`${sku}, 6`],
    ]);
  }
});
