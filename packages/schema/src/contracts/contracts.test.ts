import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../run/json.ts';
import { contracts, findContract } from './index.ts';

const ajv = new Ajv2020({ allErrors: true, ownProperties: true, strict: true, allowUnionTypes: true });
addFormats.default(ajv);
ajv.addVocabulary(['x-sensitive', 'x-owner']);
const checks = new Map(contracts.map((contract) => [contract, ajv.compile(contract.schema as JsonObject)]));

/** What is wrong, by place; empty when the value keeps the contract. */
function problems(ref: string, value: Json): readonly string[] {
  const contract = findContract(ref);
  const check = contract && checks.get(contract);
  if (!check) throw new Error(`no contract ${ref}`);
  check(value);
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('every contract', () => {
  it.each(contracts.map((contract) => [`${contract.name}@${contract.version}`, contract] as const))(
    '%s has a schema of 2020-12, words, and an example that keeps it',
    (ref, contract) => {
      expect(contract.schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
      expect(contract.title).not.toBe('');
      expect(contract.description).toMatch(/\.$/);
      expect(contract.example).toBeDefined();
      expect(problems(ref, contract.example ?? null)).toEqual([]);
    },
  );

  it('has a name and version of its own', () => {
    const refs = contracts.map(({ name, version }) => `${name}@${version}`);
    expect(new Set(refs).size).toBe(refs.length);
  });
});

describe('findContract', () => {
  const versions = ['1.0.0', '1.10.1', '1.9.0', '2.0.0'].map((version) => ({ name: 'a', version }));

  it.each([
    ['a', '2.0.0'],
    ['a@1', '1.10.1'],
    ['a@1.9', '1.9.0'],
    ['a@1.10.1', '1.10.1'],
  ])('takes for %s version %s', (ref, version) => {
    expect(findContract(ref, versions)?.version).toBe(version);
  });

  it.each(['b', 'a@4', 'a@', 'a@01', 'a@1.', 'a@1.1', 'a@1.9.0.0', ''])('knows no %j', (ref) => {
    expect(findContract(ref, versions)).toBeUndefined();
  });
});

describe('order', () => {
  const example = findContract('order')?.example as JsonObject;

  it.each<[string, JsonObject, string]>([
    ['an amount that is a number', { totals: { total: { amount: 1, currency: 'EUR' } } }, '/totals/total/amount'],
    ['a field nobody agreed on', { shipto: {} }, 'must NOT have additional properties'],
    ['no lines', { lines: [] }, '/lines must NOT have fewer than 1 items'],
    ['a country in words', { shipTo: { country: 'Germany' } }, '/shipTo/country'],
    ['a date that is none', { placedAt: 'yesterday' }, '/placedAt'],
  ])('refuses %s', (_, change, problem) => {
    expect(problems('order', { ...example, ...change }).join('; ')).toContain(problem);
  });
});

describe('order-submission', () => {
  const submission = (callbackUrl: string) => ({ ...(findContract('order')?.example as JsonObject), callbackUrl });

  it.each([
    'https://shop.example.com',
    'https://shop.example.com:8443/a?b=c',
    'http://127.0.0.1:4711/told',
    'http://[::1]/',
  ])('takes %s to call back', (url) => {
    expect(problems('order-submission', submission(url))).toEqual([]);
  });

  it.each([
    ...['http://shop.example.com/', 'http://localhost.example.com/', 'http://127.0.0.1.example.com', 'ftp://a/b', ''],
    ...['https://a:b@shop.example.com/', 'https:///path', 'https://a b/', 'http://127.0.0.1:80@evil.example/'],
  ])('refuses %j', (url) => {
    expect(problems('order-submission', submission(url)).join()).toContain('/callbackUrl');
  });
});

const FIXTURES = new URL('../../../../../shared/fixtures/shopify/', import.meta.url);

describe.skipIf(!existsSync(FIXTURES))('shopify-order on recorded orders (skipped where ../shared is absent)', () => {
  const folder = 'rest-2026-07/order/';
  const files = existsSync(FIXTURES)
    ? ['webhooks/orders_create.json', 'webhooks/orders_updated.json', 'webhooks/orders_cancelled.json'].concat(
        readdirSync(new URL(folder, FIXTURES)).map((name) => folder + name),
      )
    : [];
  const orders = files.flatMap((file) => ordersOf(file).map((order) => [file, order] as const));

  it('finds the recorded orders', () => {
    expect(orders.length).toBeGreaterThanOrEqual(9);
  });

  it.each(orders)('accepts the order of %s', (_, order) => {
    expect(problems('shopify-order', order)).toEqual([]);
  });

  it('says what is missing when the lines are', () => {
    const [, { line_items: _lines, ...order }] = orders[0] as readonly [string, JsonObject];
    expect(problems('shopify-order', order)).toEqual([" must have required property 'line_items'"]);
  });
});

/** Orders of a recorded exchange: a webhook body, or an answer with one or several. Answers with chosen fields that leave out the lines are no orders. */
function ordersOf(file: string): readonly JsonObject[] {
  const body = JSON.parse(readFileSync(new URL(file, FIXTURES), 'utf8'));
  const answer = body.response?.body ?? body;
  const found: readonly JsonObject[] = answer.orders ?? [answer.order ?? answer];
  return found.filter((order) => 'line_items' in order);
}
