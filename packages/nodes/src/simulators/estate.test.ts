import { afterEach, expect, it, vi } from 'vitest';
import { SERVICES_PATH } from '../connectors/sap/simulator/service.ts';
import { type EstateSettings, shopifySignature, startEstate } from './index.ts';
import { webhookReceiver } from './kit/receiver.testing.ts';

let running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.map((one) => one.close()));
  running = [];
});

async function estate(settings: EstateSettings = {}) {
  const started = await startEstate(settings);
  running.push(started);
  const [shopify, sap, wms] = started.entries;
  if (!shopify || !sap || !wms) throw new Error('a system is missing');
  return { ...started, shopify, sap, wms };
}
const status = async (url: string, headers: Record<string, string> = {}) => (await fetch(url, { headers })).status;

it('starts every system with the credentials it says, the same at every start', async () => {
  const { entries, shopify, sap, wms } = await estate();
  expect(entries.map(({ system, label }) => [system, label])).toEqual([
    ['shopify', 'Shopify'],
    ['sap', 'SAP S/4HANA'],
    ['wms', 'Warehouse'],
    ['dropship', 'Drop-ship supplier'],
    ['stripe', 'Stripe'],
    ['easypost', 'EasyPost'],
    ['shipstation', 'ShipStation'],
    ['avatax', 'AvaTax'],
    ['salesforce', 'Salesforce'],
    ['business-central', 'Business Central'],
    ['sftp', 'Partner files'],
    ['sp-api', 'Amazon marketplace'],
    ['loyalty', 'Loyalty program'],
    ['recharge', 'Recharge'],
    ['analytics', 'Analytics'],
    ['zendesk', 'Service desk'],
  ]);
  const { accessToken = '' } = shopify.credentials;
  const { username, password } = sap.credentials;
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  expect(
    await Promise.all([
      status(`${shopify.baseUrl}/admin/api/2026-07/shop.json`, { 'x-shopify-access-token': accessToken }),
      status(`${sap.baseUrl}${SERVICES_PATH}/API_SALES_ORDER_SRV/A_SalesOrder`, { authorization: basic }),
      status(`${wms.baseUrl}/v1/stock`, { 'x-api-key': wms.credentials.apiKey ?? '' }),
      ...entries.flatMap(({ stateUrl, faultsUrl }) => [status(stateUrl), status(faultsUrl)]),
    ]),
  ).toEqual(Array(3 + 2 * entries.length).fill(200));
  const other = await startEstate();
  running.push(other);
  // Addresses among them follow the start.
  const kept = ({ credentials, settings }: (typeof entries)[number]) => ({
    ...credentials,
    ...Object.fromEntries(Object.keys(settings).map((name) => [name, ''])),
  });
  expect(other.entries.map(kept)).toEqual(entries.map(kept));
});

it('sends generated orders, signed, as soon as it is told where to', async () => {
  const receiver = await webhookReceiver();
  running.push(receiver);
  const { setTarget, shopify } = await estate({ ordersPerMinute: 6_000 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(receiver.received).toEqual([]);
  await setTarget({ shopify: receiver.url });
  await vi.waitFor(() => expect(receiver.received.length).toBeGreaterThan(1));
  const [first] = receiver.received;
  expect(first?.headers['x-shopify-hmac-sha256']).toBe(
    shopifySignature(shopify.webhookSecret ?? '', first?.rawBody ?? ''),
  );
});

it('goes on counting orders where an earlier session cannot have been', async () => {
  const firstName = async (now: number) => {
    const { shopify } = await estate({ clock: () => now });
    const placed = await fetch(`${shopify.baseUrl}/_sim/orders`, { method: 'POST' });
    return ((await placed.json()) as { orders: { order_number: number }[] }).orders[0]?.order_number ?? 0;
  };
  const start = Date.UTC(2026, 10, 23);
  expect((await firstName(start + 60_000)) - (await firstName(start))).toBe(240);
});

it('leaves nothing running when a port is taken', async () => {
  const [blocking, gone] = [await estate(), await estate()];
  const port = (url: string) => Number(new URL(url).port);
  const [taken, freed] = [port(blocking.wms.baseUrl), port(gone.sap.baseUrl)];
  await gone.close();
  await expect(startEstate({ ports: { sap: freed, wms: taken } })).rejects.toThrow('EADDRINUSE');
  await expect(fetch(`http://127.0.0.1:${freed}/_sim/state`)).rejects.toThrow('fetch failed');
  expect(await status(blocking.wms.stateUrl)).toBe(200);
});
