import { createHmac, generateKeyPairSync, type KeyObject, sign as signWith } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { webhookSchemes } from '@lockstep/nodes/webhooks';
import { describe, expect, it } from 'vitest';
import { verify } from './verify.ts';

const NOW = 1_700_000_000_000;
const raw = Buffer.from('{"id":1}');

const message = (headers: Readonly<Record<string, string>>, body: Uint8Array = raw, receivedAt = NOW) => ({
  header: (name: string) => headers[name],
  raw: body,
  receivedAt,
});
const sign = (secret: string | Buffer, text: string | Uint8Array, encoding: 'hex' | 'base64', algorithm = 'sha256') =>
  createHmac(algorithm, secret).update(text).digest(encoding);

describe('Shopify', () => {
  const plan = webhookSchemes.shopify.plan({});
  const header = 'x-shopify-hmac-sha256';
  const good = sign('s3cret', raw, 'base64');

  it('takes the signature of the raw body, under any of the secrets', () => {
    expect(verify(plan, ['s3cret'], message({ [header]: good }))).toEqual({ ok: true });
    expect(verify(plan, ['new', 's3cret'], message({ [header]: good }))).toEqual({ ok: true });
  });

  it.each([
    ['another body', good, Buffer.from('{"id": 1}')],
    ['hex', sign('s3cret', raw, 'hex'), raw],
    ['a list with one valid', `bad,${good}`, raw],
    ['padding taken off', good.replace(/=+$/, ''), raw],
    ['blanks around', ` ${good}`, raw],
    ['a part of it', good.slice(0, 20), raw],
    ['no signature', '', raw],
    ['bytes that are no text', '\u00ff\u00fe\u0080', raw],
  ])('refuses %s', (_, signature, body) => {
    expect(verify(plan, ['s3cret'], message({ [header]: signature }, body)).ok).toBe(false);
  });

  it('refuses everything while there is no secret, also a signature under the empty one', () => {
    expect(verify(plan, [''], message({ [header]: sign('', raw, 'base64') }))).toEqual({
      ok: false,
      reason: 'This hook has no secret yet; set it in its connection.',
    });
  });
});

describe('Standard Webhooks', () => {
  const plan = webhookSchemes['standard-webhooks'].plan({});
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const key = Buffer.from(secret.slice(6), 'base64');
  const sent = (secondsAgo: number, signature?: string) => {
    const timestamp = String(NOW / 1000 - secondsAgo);
    return message({
      'webhook-id': 'msg_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': signature ?? `v1,${sign(key, `msg_1.${timestamp}.${raw}`, 'base64')}`,
    });
  };

  it('takes messages up to five minutes away, either way', () => {
    expect([-300, 0, 300].map((seconds) => verify(plan, [secret], sent(seconds)).ok)).toEqual([true, true, true]);
    expect([-301, 301].map((seconds) => verify(plan, [secret], sent(seconds)))).toEqual([
      { ok: false, reason: 'The message is more than 300 s away from our clock.' },
      { ok: false, reason: 'The message is more than 300 s away from our clock.' },
    ]);
  });

  it('takes any v1 signature of the list and no other version', () => {
    const good = sign(key, `msg_1.${NOW / 1000}.${raw}`, 'base64');
    expect(verify(plan, [secret], sent(0, `v1,AAAA v2,${good} v1,${good}`)).ok).toBe(true);
    expect(verify(plan, [secret], sent(0, `v2,${good}`)).ok).toBe(false);
  });

  it('refuses a changed timestamp and one that is no time', () => {
    const { header } = sent(10);
    const with_ = (timestamp: string) => ({
      ...sent(10),
      header: (n: string) => (n === 'webhook-timestamp' ? timestamp : header(n)),
    });
    expect(verify(plan, [secret], with_(String(NOW / 1000))).ok).toBe(false);
    expect(verify(plan, [secret], with_('NaN')).ok).toBe(false);
  });
});

describe('Stripe', () => {
  const plan = webhookSchemes.stripe.plan({});
  const at = (secondsAgo: number) => String(NOW / 1000 - secondsAgo);
  const v1 = (t: string, secret = 'whsec_1') => `v1=${sign(secret, `${t}.${raw}`, 'hex')}`;
  const sent = (header: string) => verify(plan, ['whsec_1'], message({ 'stripe-signature': header }));

  it('takes the signature of time and body, one of several, in any place', () => {
    const t = at(299);
    expect(sent(`t=${t},${v1(t)}`)).toEqual({ ok: true });
    expect(sent(`t=${t},v1=potato,${v1(t, 'whsec_2')},${v1(t)},v0=x`)).toEqual({ ok: true });
    expect(sent(`${v1(t)},t=${t}`)).toEqual({ ok: true });
  });

  it.each([
    ['an old one', `t=${at(301)},${v1(at(301))}`, 'The message is more than 300 s away from our clock.'],
    ['a time that was changed', `t=${at(0)},${v1(at(200))}`, 'The signature does not match the body.'],
    ['the scheme of tests', `t=${at(0)},${v1(at(0)).replace('v1', 'v0')}`, 'The signature does not match the body.'],
    ['no time', v1(at(0)), '"t" in the header stripe-signature is not a time in Unix seconds.'],
    ['a second time behind the first', `t=${at(0)},${v1(at(9))},t=${at(9)}`, 'The signature does not match the body.'],
  ])('refuses %s', (_, header, reason) => {
    expect(sent(header)).toEqual({ ok: false, reason });
  });
});

describe('ShipStation', () => {
  const plan = webhookSchemes.shipstation.plan({});
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid });
  const set = JSON.stringify({ keys: [jwk(publicKey, 'k1'), jwk(weak.publicKey, 'weak')] }, null, 2);
  const sent = ({ at = new Date(NOW).toISOString(), kid = 'k1', key = privateKey, body = raw } = {}) => {
    const signature = signWith('RSA-SHA256', Buffer.from(`${at}.${raw}`), key).toString('base64');
    return message(
      {
        'x-shipengine-timestamp': at,
        'x-shipengine-rsa-sha256-key-id': kid,
        'x-shipengine-rsa-sha256-signature': signature,
      },
      body,
    );
  };
  const lines = (text: string) => text.split('\n');

  it('takes a signature under the key it names, from a set in one piece or a key a line', () => {
    expect(verify(plan, lines(set), sent())).toEqual({ ok: true });
    expect(verify(plan, [JSON.stringify(jwk(publicKey, 'k1'))], sent())).toEqual({ ok: true });
    expect(verify(plan, lines(set), sent({ at: String(NOW / 1000 - 200) }))).toEqual({ ok: true });
  });

  it.each([
    ['another body', { body: Buffer.from('{}') }, 'The signature does not match the body.'],
    ['another key', { key: weak.privateKey }, 'The signature does not match the body.'],
    ['a key nobody knows', { kid: 'k2' }, 'The key "k2" is not among the public keys of this hook.'],
    [
      'a weak key',
      { kid: 'weak', key: weak.privateKey },
      'The public key of this message is no RSA key of at least 2048 bits.',
    ],
    ['an old one', { at: '2023-11-14T22:08:19Z' }, 'The message is more than 300 s away from our clock.'],
    ['no time', { at: 'yesterday' }, 'The header x-shipengine-timestamp is not a time.'],
  ])('refuses %s', (_, change, reason) => {
    expect(verify(plan, lines(set), sent(change))).toEqual({ ok: false, reason });
  });

  it('says when the keys cannot be read', () => {
    expect(verify(plan, ['secret'], sent())).toMatchObject({ ok: false, reason: expect.stringContaining('JWK set') });
  });
});

describe('Business Central', () => {
  const plan = webhookSchemes['business-central'].plan({});
  const sent = (value: unknown) => verify(plan, ['old', 'state'], message({}, Buffer.from(JSON.stringify({ value }))));

  it('takes notifications that all carry a client state of ours', () => {
    expect(sent([{ clientState: 'state' }, { clientState: 'old' }])).toEqual({ ok: true });
  });

  it.each([
    ['one of them without it', [{ clientState: 'state' }, {}]],
    ['another', [{ clientState: 'guess' }]],
    ['none at all', []],
    ['no list', 'state'],
    ['an item that is nothing', [null]],
    ['a list for a text', [{ clientState: ['state'] }]],
  ])('refuses %s', (_, value) => {
    expect(sent(value).ok).toBe(false);
  });

  it('refuses what is no JSON', () => {
    expect(verify(plan, ['state'], message({}, Buffer.from('{'))).ok).toBe(false);
  });
});

describe('HMAC and API key', () => {
  it('follows algorithm, encoding and prefix of the node', () => {
    const plan = webhookSchemes.hmac.plan({
      header: 'X-Hub',
      algorithm: 'sha512',
      encoding: 'base64',
      prefix: 'sha512=',
    });
    const signature = sign('k', raw, 'base64', 'sha512');
    expect(verify(plan, ['k'], message({ 'x-hub': `sha512=${signature}` }))).toEqual({ ok: true });
    expect(verify(plan, ['k'], message({ 'x-hub': signature })).ok).toBe(false);
  });

  it('compares the whole key', () => {
    const plan = webhookSchemes['api-key'].plan({});
    expect(verify(plan, ['abc', 'def'], message({ 'x-api-key': 'def' }))).toEqual({ ok: true });
    expect(verify(plan, ['abc'], message({ 'x-api-key': 'ab' })).ok).toBe(false);
    const bearer = webhookSchemes['api-key'].plan({ header: 'Authorization' });
    expect(verify(bearer, ['abc'], message({ authorization: 'Bearer abc' }))).toEqual({ ok: true });
    expect(verify(bearer, ['abc'], message({ authorization: 'abc' })).ok).toBe(false);
  });
});

const vectorsFile = new URL('../../../../../../shared/suites/webhook-signatures/vectors.json', import.meta.url);
describe.skipIf(!existsSync(vectorsFile))('vectors of the vendors (skipped where ../shared is absent)', () => {
  const vectors = existsSync(vectorsFile) ? JSON.parse(readFileSync(vectorsFile, 'utf8')) : {};

  it('Shopify', () => {
    const { secret, body, hmac } = vectors.shopify;
    const signed = message({ 'x-shopify-hmac-sha256': hmac }, Buffer.from(body));
    expect(verify(webhookSchemes.shopify.plan({}), [secret], signed)).toEqual({ ok: true });
  });

  it('Standard Webhooks, alone and in a list', () => {
    const { secret, id, timestamp, body, signature, multi_sig_header } = vectors.standard_webhooks;
    const list = multi_sig_header.map((s: string) => (s === '<valid v1>' ? signature : s)).join(' ');
    for (const text of [signature, list]) {
      const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': text };
      const signed = message(headers, Buffer.from(body), timestamp * 1000);
      expect(verify(webhookSchemes['standard-webhooks'].plan({}), [secret], signed)).toEqual({ ok: true });
    }
  });

  it('Stripe', () => {
    const { secret, body, computed_example: known } = vectors.stripe;
    const signed = message({ 'stripe-signature': known.header }, Buffer.from(body), known.t * 1000);
    expect(verify(webhookSchemes.stripe.plan({}), [secret], signed)).toEqual({ ok: true });
  });

  it('Sendcloud, by the generic HMAC in hex', () => {
    const { secret, body, hex } = vectors.sendcloud;
    const plan = webhookSchemes.hmac.plan({ header: 'Sendcloud-Signature' });
    expect(verify(plan, [secret], message({ 'sendcloud-signature': hex }, Buffer.from(body)))).toEqual({ ok: true });
  });

  it('EasyPost, by its own scheme and by the generic HMAC with a prefix', () => {
    const { secret, hmac_signature } = vectors.easypost;
    const file = new URL('../../fixtures/easypost/event-body_tracker.updated.json', vectorsFile);
    const body = Buffer.from(readFileSync(file, 'utf8').replace(/\n$/, ''));
    const plan = webhookSchemes.hmac.plan({ header: 'X-Hmac-Signature', prefix: 'hmac-sha256-hex=' });
    const signed = message({ 'x-hmac-signature': hmac_signature }, body);
    expect(verify(plan, [secret.normalize('NFKD')], signed)).toEqual({ ok: true });
    expect(verify(webhookSchemes.easypost.plan({}), [secret], signed)).toEqual({ ok: true });
  });
});
