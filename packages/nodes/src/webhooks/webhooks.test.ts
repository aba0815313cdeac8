import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectionTypes } from '../connections.ts';
import { shopifySignature } from '../connectors/shopify/simulator/signature.ts';
import { webhook } from '../core/webhook/definition.ts';
import { secretsOf, type VerificationPlan, webhookSchemes } from './index.ts';

const schemes = Object.values(webhookSchemes);

/** What the signature header must hold, computed from nothing but the plan. */
function signedBy(
  plan: VerificationPlan,
  secret: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
) {
  if (plan.kind !== 'hmac') throw new Error(`${plan.kind} signs nothing`);
  const { key, format } = plan;
  const hmac = createHmac(
    plan.algorithm,
    key.kind === 'base64' ? Buffer.from(secret.replace(key.prefix, ''), 'base64') : secret.normalize('NFKD'),
  );
  for (const piece of plan.signed) {
    // A field of the signature header stands among the headers under its own name here.
    hmac.update(piece.part === 'body' ? body : piece.part === 'text' ? piece.text : (headers[piece.name] ?? ''));
  }
  return format.prefix + hmac.digest(format.encoding);
}

describe.each(schemes.map((scheme) => [scheme.id, scheme] as const))('%s', (id, scheme) => {
  it('stands under its own name, and the webhook node offers it', () => {
    expect(webhookSchemes[id]).toBe(scheme);
    const params = { path: 'x', verify: { scheme: id, connection: 'c', header: 'X-Sig' } };
    expect(z.safeParse(webhook.params, params)).toMatchObject({ success: true });
  });

  it('names headers in lower case, and keeps the one with the proof out of the records', () => {
    const plan = scheme.plan({ header: 'X-Own-Header' });
    const names = [scheme.deliveryIdHeader, ...('header' in plan ? [plan.header] : [])].filter(
      (name) => name !== undefined,
    );
    expect(names).toEqual(names.map((name) => name.toLowerCase()));
    expect(scheme.secretHeaders({ header: 'X-Own-Header' })).toEqual('header' in plan ? [plan.header] : []);
  });

  it('keeps its secret where some connection has a secret field', () => {
    const fields = connectionTypes.flatMap((type) =>
      type.fields.filter(({ secret }) => secret).map(({ name }) => name),
    );
    expect([...fields, undefined]).toContain(scheme.secretField);
    expect(scheme.secretField === undefined).toBe(id === 'none');
  });
});

const VECTORS = new URL('../../../../../shared/suites/webhook-signatures/vectors.json', import.meta.url);

describe.skipIf(!existsSync(VECTORS))('known answers of the vendors (skipped where ../shared is absent)', () => {
  const vectors = () => JSON.parse(readFileSync(VECTORS, 'utf8'));

  it('Shopify', () => {
    const { secret, body, hmac } = vectors().shopify;
    expect(signedBy(webhookSchemes.shopify.plan({}), secret, body)).toBe(hmac);
    expect(signedBy(webhookSchemes['shopify-events'].plan({}), secret, body)).toBe(hmac);
    // ShipHero signs in the very same way, under a name of its own.
    expect(signedBy(webhookSchemes.shiphero.plan({}), secret, body)).toBe(hmac);
  });

  it('Standard Webhooks', () => {
    const { secret, id, timestamp, body, signature } = vectors().standard_webhooks;
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp) };
    expect(signedBy(webhookSchemes['standard-webhooks'].plan({}), secret, body, headers)).toBe(signature);
  });
});

describe.skipIf(!existsSync(VECTORS))('more of them', () => {
  const vectors = () => JSON.parse(readFileSync(VECTORS, 'utf8'));

  it('Stripe', () => {
    const { secret, body, computed_example: known } = vectors().stripe;
    const signature = signedBy(webhookSchemes.stripe.plan({}), secret, body, { t: String(known.t) });
    expect(known.header).toBe(`t=${known.t},${signature}`);
  });

  it('EasyPost, whose secret has an accent', () => {
    const { secret, hmac_signature } = vectors().easypost;
    const file = new URL('../../fixtures/easypost/event-body_tracker.updated.json', VECTORS);
    const body = readFileSync(file, 'utf8').replace(/\n$/, '');
    expect(signedBy(webhookSchemes.easypost.plan({}), secret, body)).toBe(hmac_signature);
  });
});

describe('known answers', () => {
  it('Shopify: what the simulated shop sends', () => {
    const body = '{"a":1}';
    expect(signedBy(webhookSchemes.shopify.plan({}), 's', body)).toBe(shopifySignature('s', Buffer.from(body)));
  });

  it('Recharge: time, dot and body, computed with `openssl dgst -sha256 -hmac`', () => {
    const body = '{"charge":{"id":123,"status":"success"}}';
    expect(signedBy(webhookSchemes.recharge.plan({}), 'client_secret', body, { t: '1700000000' })).toBe(
      'v1=9fd356dca0a694f3b56336b2becd1e9db3ae793c67434847d370b0775a3e504f',
    );
  });

  it('HMAC: the example of GitHub', () => {
    const plan = webhookSchemes.hmac.plan({ header: 'X-Hub-Signature-256', prefix: 'sha256=' });
    expect(signedBy(plan, "It's a Secret to Everybody", 'Hello, World!')).toBe(
      'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    );
  });
});

it('takes the key after "Bearer " in Authorization, else the whole header, unless the author says otherwise', () => {
  const { plan } = webhookSchemes['api-key'];
  expect(plan({})).toEqual({ kind: 'key', header: 'x-api-key', prefix: '' });
  expect(plan({ header: 'Authorization' })).toEqual({ kind: 'key', header: 'authorization', prefix: 'Bearer ' });
  expect(plan({ header: 'Authorization', prefix: 'Token ' })).toMatchObject({ prefix: 'Token ' });
});

it('reads one secret a line, and none from nothing', () => {
  expect(secretsOf(' old \r\n\n new\n')).toEqual(['old', 'new']);
  expect(secretsOf('')).toEqual([]);
  expect(secretsOf(undefined)).toEqual([]);
});

describe('the webhook form', () => {
  const problems = (params: object) =>
    z.safeParse(webhook.params, params).error?.issues.map(({ path }) => path.join('/'));

  it('asks for what a scheme needs', () => {
    expect(problems({ path: 'a', verify: { scheme: 'shopify' } })).toEqual(['verify/connection']);
    expect(problems({ path: 'a', verify: { scheme: 'hmac', connection: 'c' } })).toEqual(['verify/header']);
    expect(problems({ path: 'a' })).toBeUndefined();
  });

  it.each(['', '/a', 'a/', 'a//b', 'A', 'a b', '../a', 'a/./b', 'a?b', '%2e'])('refuses the address %j', (path) => {
    expect(problems({ path })).toEqual(['path']);
  });

  it.each(['a', 'shopify/orders-create', 'v1.2/a_b'])('takes the address %j', (path) => {
    expect(problems({ path })).toBeUndefined();
  });
});
