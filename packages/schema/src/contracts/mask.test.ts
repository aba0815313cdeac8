import { expect, it } from 'vitest';
import { findContract } from './index.ts';
import { MASKED, maskSensitive } from './mask.ts';

it('hides the personal data of an order and nothing else', () => {
  const order = findContract('order');
  const masked = JSON.stringify(maskSensitive(order?.schema ?? true, order?.example ?? null));
  const { customer, reference } = (order?.example ?? {}) as { customer: { email: string }; reference: string };
  expect(JSON.stringify(order?.example)).toContain(customer.email);
  expect(masked).not.toContain(customer.email);
  expect(masked).toContain(reference);
});

it('hides what lies in a sensitive field, in lists, alternatives, and as deep as a schema repeats itself', () => {
  const schema = {
    $defs: {
      person: {
        properties: {
          name: { type: 'string', 'x-sensitive': true },
          children: { type: 'array', items: { $ref: '#/$defs/person' } },
          card: { 'x-sensitive': true, properties: { digits: { type: 'string' } } },
          score: { anyOf: [{ type: 'null' }, { type: 'number', 'x-sensitive': true }] },
        },
        patternProperties: { '^x': { 'x-sensitive': true } },
      },
    },
    prefixItems: [{ $ref: '#/$defs/person' }],
    items: { type: 'string' },
  };
  let person: Record<string, unknown> = { name: 'Ada', age: 7 };
  for (let at = 0; at < 40; at += 1) person = { name: 'Ada', children: [person] };
  const value = [{ ...person, card: { digits: '4242', valid: true }, score: 3 }, 'plain'];
  const masked = JSON.stringify(maskSensitive(schema, value as never));
  expect(masked).not.toMatch(/Ada|4242|3/);
  expect(masked).toContain(`"digits":"${MASKED}","valid":true`);
  expect(masked).toContain('"age":7');
  expect(masked).toContain('"plain"');
});

it('goes round in circles only as far as the data does', () => {
  expect(maskSensitive({ $ref: '#' }, { a: 1 })).toEqual({ a: 1 });
  expect(maskSensitive({ allOf: [{ $ref: '#' }], 'x-sensitive': true }, { a: 'x', b: null })).toEqual({
    a: MASKED,
    b: null,
  });
});
