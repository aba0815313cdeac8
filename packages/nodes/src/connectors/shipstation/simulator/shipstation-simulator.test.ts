import { createPublicKey, verify } from 'node:crypto';
import { expect, it, onTestFinished, vi } from 'vitest';
import { webhookReceiver } from '../../../simulators/kit/receiver.testing.ts';
import { SHIPSTATION_CREDENTIALS, shipstationSimulator } from './shipstation-simulator.ts';

const headers = { 'api-key': SHIPSTATION_CREDENTIALS.apiKey };
const SHIPMENT = {
  external_shipment_id: 'S-1',
  carrier_id: 'se-1',
  service_code: 'ups_ground',
  ship_to: { address_line1: 'Am Hafen 1', country_code: 'DE' },
  ship_from: { country_code: 'DE' },
  packages: [{ weight: { value: 400, unit: 'gram' } }],
};

async function account(target?: string) {
  const sim = await shipstationSimulator({
    clock: () => Date.UTC(2026, 10, 23, 8),
    timeScale: 1e-6,
    ...(target && { target }),
  });
  onTestFinished(() => sim.close());
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${sim.baseUrl}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  return { sim, call };
}

it('sells labels, finds them by our number, and sells them twice to whoever asks twice', async () => {
  const { call } = await account();
  const one = await call('POST', '/v2/labels', { shipment: SHIPMENT });
  const two = await call('POST', '/v2/labels', { shipment: SHIPMENT });
  expect([one.status, one.body.label_id === two.body.label_id]).toEqual([200, false]);
  expect((await call('GET', '/v2/labels/external_shipment_id/S-1')).body.label_id).toBe(two.body.label_id);
  expect((await call('GET', `/v2/labels/${one.body.label_id}/track`)).body).toMatchObject({
    status_code: 'NY',
    events: [],
  });
  expect((await call('GET', '/v2/labels?page=2&page_size=1')).body).toMatchObject({
    labels: [{ label_id: one.body.label_id }],
    pages: 2,
  });
  expect((await call('GET', '/v2/labels/external_shipment_id/S-2')).status).toBe(404);
  const { status, body } = await call('POST', '/v2/labels', { shipment: { ...SHIPMENT, packages: [] } });
  expect([status, body.errors]).toMatchObject([
    400,
    [{ error_type: 'validation', message: 'shipment.packages must be specified.' }],
  ]);
});

it('tells every move, signed under a key of its JWKS over time and body', async () => {
  const receiver = await webhookReceiver((_received, nth) => (nth === 1 ? 500 : 200));
  onTestFinished(() => receiver.close());
  const { sim, call } = await account(receiver.url);
  const { tracking_number: trackingNumber } = (await call('POST', '/v2/labels', { shipment: SHIPMENT })).body;
  await call('POST', '/_sim/tracking', { trackingNumber });
  await fetch(sim.faultsUrl, { method: 'PUT', body: '{"unknownStatus":1}' });
  await call('POST', '/_sim/tracking', { trackingNumber });
  await vi.waitFor(() => expect(receiver.received.length).toBe(3));
  const { keys } = (await call('GET', '/jwks')).body as unknown as { keys: [{ kid: string }] };
  const told = receiver.received.map(({ rawBody, headers: sent }) => {
    const signed = Buffer.from(`${sent['x-shipengine-timestamp']}.${rawBody}`);
    const signature = Buffer.from(String(sent['x-shipengine-rsa-sha256-signature']), 'base64');
    expect(sent['x-shipengine-rsa-sha256-key-id']).toBe(keys[0].kid);
    expect(verify('RSA-SHA256', signed, createPublicKey({ key: keys[0] as never, format: 'jwk' }), signature)).toBe(
      true,
    );
    return JSON.parse(rawBody.toString()).data.status_code as string;
  });
  expect(told.toSorted()).toEqual(['AC', 'AC', 'XX']);
});
