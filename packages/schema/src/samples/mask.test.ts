import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { contracts, findContract } from '../contracts/index.ts';
import type { Json, JsonObject } from '../run/json.ts';
import { generateSamples } from './generate.ts';
import { maskSample } from './mask.ts';

const ajv = new Ajv2020({ ownProperties: true, strict: false });
addFormats.default(ajv);
const secret = { 'x-sensitive': true } as const;

describe('a message of a run, masked', () => {
  const schema: Json = {
    type: 'object',
    properties: {
      id: { type: 'string' },
      name: { type: 'string', ...secret },
      mail: { $ref: '#/$defs/mail' },
      born: { type: 'string', format: 'date', ...secret },
      age: { type: 'integer', minimum: 18, ...secret },
      kind: { enum: ['person', 'company'], ...secret },
      address: { type: 'object', properties: { street: { type: 'array', items: { type: 'string' } } }, ...secret },
      pay: { oneOf: [{ type: 'null' }, { type: 'object', properties: { iban: { type: 'string', ...secret } } }] },
      lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
    },
    $defs: { mail: { type: 'string', format: 'email', ...secret } },
  };

  it('keeps its shape, and nothing that is sensitive', () => {
    const { value, masked } = maskSample(schema, {
      id: 'A-1',
      name: 'Zoë O’Hara 2nd',
      mail: 'zoe.ohara@shop.example',
      born: '1987-03-12',
      age: 39,
      kind: 'person',
      address: { street: ['Torstraße 140'], note: 'second door' },
      pay: { iban: 'DE44 5001' },
      lines: [{ sku: 'MUG' }],
    });
    expect(value).toEqual({
      id: 'A-1',
      name: 'Xxx X’Xxxx 0xx',
      mail: 'xxx.xxxxx@example.com',
      born: '2000-01-01',
      age: 18,
      kind: 'person',
      address: { street: ['Xxxxxxxxx 000'], note: 'xxxxxx xxxx' },
      pay: { iban: 'XX00 0000' },
      lines: [{ sku: 'MUG' }],
    });
    expect(masked).toContain('/address/street/0');
    expect(masked).not.toContain('/kind');
  });

  it('says nothing that the contract does not name: new fields of a partner are masked until somebody looks at them', () => {
    const sent = { id: 'A-1', phone: '+49 30 1', extra: { deep: ['Jana'] } };
    expect(maskSample(schema, sent).value).toEqual({ id: 'A-1', phone: '+00 00 0', extra: { deep: ['Xxxx'] } });
  });

  it('without a contract is masked as a whole', () => {
    expect(maskSample(undefined, { a: 'Jana', n: 5, ok: true, no: null })).toEqual({
      value: { a: 'Xxxx', n: 0, ok: true, no: null },
      masked: ['/a', '/n'],
    });
  });

  it.each(contracts.map((contract) => [`${contract.name}@${contract.version}`, contract] as const))(
    'still keeps %s',
    (_, { schema: own, example }) => {
      const check = ajv.compile(own as JsonObject);
      for (const { name, value } of generateSamples(own, { seed: 11, example, varied: 4 })) {
        expect([name, check(maskSample(own, value).value), check.errors]).toEqual([name, true, null]);
      }
    },
  );

  it.each([
    ['shopify-order', ['Jana', 'Müller', 'jana', 'mueller', 'Torstraße']],
    ['order', ['Jana', 'Müller', 'mueller', 'Torstraße', 'Hinterhaus', '1234567']],
    ['customer', ['Jana', 'Müller', 'jana.mueller', 'Torstraße']],
  ])('the example of %s gives nobody away', (ref, words) => {
    const { schema: own, example = null } = findContract(ref) as { readonly schema: Json; readonly example?: Json };
    expect(words.filter((word) => !JSON.stringify(example).includes(word))).toEqual([]);
    const text = JSON.stringify(maskSample(own, example).value);
    expect(words.filter((word) => text.includes(word))).toEqual([]);
  });
});
