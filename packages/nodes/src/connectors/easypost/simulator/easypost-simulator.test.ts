import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { recorded } from '../../../simulators/kit/fixtures.ts';
import { webhookReceiver } from '../../../simulators/kit/receiver.testing.ts';
import { EASYPOST_CREDENTIALS, easypostSignature } from './easypost-simulator.ts';
import { easypostWorld } from './world.testing.ts';

const SHIPMENT = {
  shipment: { reference: 'S-1', to_address: { country: 'US' }, from_address: {}, parcel: { weight: 15.4 } },
};

it('makes a shipment, finds it by its reference, sells its label once', async () => {
  const { call } = await easypostWorld();
  const made = await call('POST', '/v2/shipments', SHIPMENT);
  expect([made.status, made.body.reference, made.body.tracking_code]).toEqual([201, 'S-1', null]);
  expect((await call('GET', '/v2/shipments/S-1')).body.id).toBe(made.body.id);
  const [rate] = made.body.rates as unknown as readonly { id: string }[];
  const bought = await call('POST', `/v2/shipments/${made.body.id}/buy`, { rate: { id: rate?.id } });
  expect([bought.status, bought.body.tracking_code]).toEqual([200, expect.stringMatching(/^94001001\d+$/)]);
  const again = await call('POST', `/v2/shipments/${made.body.id}/buy`, { rate: { id: rate?.id } });
  expect([again.status, again.body.error]).toMatchObject([422, { code: 'SHIPMENT.POSTAGE.EXISTS' }]);
  expect((await call('GET', '/v2/shipments/S-2')).status).toBe(404);
});

it('names the field that is missing, as the recorded answer does', async () => {
  const { call } = await easypostWorld();
  const { status, body } = await call('POST', '/v2/shipments', {});
  const error = {
    code: 'PARAMETER.REQUIRED',
    message: 'Missing required parameter.',
    errors: [{ field: 'shipment', message: 'cannot be blank' }],
  };
  expect([status, body]).toEqual([422, { error }]);
});

it('lists trackers page by page', async () => {
  const { call } = await easypostWorld();
  for (const code of ['A', 'B', 'C']) await call('POST', '/v2/trackers', { tracker: { tracking_code: code } });
  const first = (await call('GET', '/v2/trackers?page_size=2')).body;
  const trackers = first.trackers as unknown as readonly { id: string; tracking_code: string }[];
  expect([trackers.map(({ tracking_code }) => tracking_code), first.has_more]).toEqual([['C', 'B'], true]);
  const rest = (await call('GET', `/v2/trackers?page_size=2&before_id=${trackers[1]?.id}`)).body;
  expect(rest).toMatchObject({ trackers: [{ tracking_code: 'A' }], has_more: false });
});

it('tells every move in a signed event, in words nobody knows and old states too when told', async () => {
  const receiver = await webhookReceiver((_received, nth) => (nth === 2 ? 503 : 200));
  onTestFinished(() => receiver.close());
  const { call, move, faults, state } = await easypostWorld({ target: receiver.url, timeScale: 1e-6 });
  await call('POST', '/v2/trackers', { tracker: { tracking_code: 'A' } });
  await move({ trackingCode: 'A' });
  await faults({ unknownStatus: 1, stale: 1 });
  await move({ trackingCode: 'A' });
  await vi.waitFor(async () => {
    expect((await state()).deliveries.map(({ status }) => status)).toEqual(Array(4).fill('delivered'));
  });
  for (const { rawBody, headers } of receiver.received) {
    expect(headers['x-hmac-signature']).toBe(easypostSignature(EASYPOST_CREDENTIALS.webhookSecret, rawBody));
  }
  const told = receiver.received.map(({ rawBody }) => JSON.parse(rawBody.toString()).result.status as string);
  expect(told.toSorted()).toEqual(['customs_hold', 'pre_transit', 'pre_transit', 'pre_transit', 'unknown'].toSorted());
});

interface Exchanges {
  readonly exchanges: readonly { readonly response: { readonly body: object } }[];
}

describe('the recorded exchanges (skipped where ../shared is absent)', () => {
  it.each([
    ['easypost/http/Shipment-Service.buys-a-shipment.json', 1],
    ['easypost/http/Tracker-Service.creates-a-tracker.json', 0],
  ])('%s has every field the simulator gives', async (file, at) => {
    const known = recorded(file) as Exchanges | undefined;
    if (!known) return;
    const { call } = await easypostWorld();
    const made = (await call('POST', '/v2/shipments', SHIPMENT)).body;
    const [rate] = made.rates as unknown as readonly { id: string }[];
    const given =
      at === 1
        ? (await call('POST', `/v2/shipments/${made.id}/buy`, { rate: { id: rate?.id } })).body
        : (await call('POST', '/v2/trackers', { tracker: { tracking_code: 'EZ1000000001' } })).body;
    const names = new Set(Object.keys(known.exchanges[at]?.response.body ?? {}));
    expect(Object.keys(given).filter((name) => !names.has(name) && name !== 'fees')).toEqual([]);
  });
});
