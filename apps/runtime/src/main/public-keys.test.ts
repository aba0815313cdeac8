import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { putConnection } from '@lockstep/schema/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from './testing.ts';

const pair = (kid: string) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid } };
};
const [first, second] = [pair('k1'), pair('k2')];
const jwks = (...keys: readonly { readonly jwk: object }[]) => JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });

/** What the sender shows, and how often it was asked. */
const shown = { text: jwks(first, second), asked: 0 };
const sender = createServer((_, response) => {
  shown.asked += 1;
  response.end(shown.text);
});
let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
  await new Promise<void>((resolve) => sender.listen(0, '127.0.0.1', resolve));
  const jwksUrl = `http://127.0.0.1:${(sender.address() as AddressInfo).port}/jwks`;
  const body = { name: 'Carrier', system: 'shipstation', baseUrl: 'http://127.0.0.1:9', settings: { jwksUrl } };
  const secrets = { webhookSecret: jwks(first) };
  expect(await world.call(putConnection, { params: { id: 'carrier' }, body: { ...body, secrets } })).toMatchObject({
    ok: true,
  });
  const verify = { scheme: 'shipstation', connection: 'carrier' };
  await world.publish(
    flowOf('parcels', [node('in', 'webhook', { path: 'parcels', verify }), node('log', 'log', { message: 'x' })]),
  );
});
afterAll(async () => {
  sender.close();
  await world?.stop();
});

async function send(
  url: string,
  { kid, privateKey }: { readonly kid: string; readonly privateKey: KeyObject },
  n: number,
) {
  const [body, at] = [JSON.stringify({ n }), new Date().toISOString()];
  const headers = {
    'content-type': 'application/json',
    'x-shipengine-timestamp': at,
    'x-shipengine-rsa-sha256-key-id': kid,
    'x-shipengine-rsa-sha256-signature': createSign('RSA-SHA256').update(`${at}.${body}`).sign(privateKey, 'base64'),
  };
  return (await fetch(`${url}/hooks/parcels`, { method: 'POST', headers, body })).status;
}

it('fetches the keys of a sender when it names one that is new, once for all processes, and takes both', async () => {
  const other = await world.another();
  const urls = [world.runtime.url, other.url];
  expect(await send(world.runtime.url, first, 0)).toBe(202);
  expect(shown.asked).toBe(0);

  // What comes while another process asks is to be sent again.
  const early = await Promise.all(urls.flatMap((url) => [send(url, second, 1), send(url, second, 2)]));
  expect(early.filter((status) => status !== 202 && status !== 503)).toEqual([]);
  expect(early).toContain(202);
  for (const url of urls) {
    expect(await send(url, second, 3)).toBe(202);
    expect(await send(url, first, 4)).toBe(202);
  }
  expect(shown.asked).toBe(1);

  // Somebody who makes key ids up makes nobody ask again: the last time was a moment ago, however slow this machine is.
  await world.store.sql`update key_fetches set asked_at = clock_timestamp() + interval '1 hour'`;
  const strange = await Promise.all(
    urls.flatMap((url) => [1, 2, 3].map((n) => send(url, { ...first, kid: `x${n}` }, 5))),
  );
  expect(new Set(strange)).toEqual(new Set([503]));
  expect(shown.asked).toBe(1);
  await other.close();
});
