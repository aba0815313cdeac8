import { describe, expect, it } from 'vitest';
import { findContract } from '../contracts/index.ts';
import type { Json } from '../run/json.ts';
import { suggestLines } from './auto-map.ts';
import { textOfPath } from './field-path.ts';
import { fitOf } from './fit.ts';
import { fieldsOf, type SchemaField } from './schema-field.ts';

const field = (schema: Json, isRequired = true): SchemaField => {
  const [child] = fieldsOf({ properties: { x: schema }, required: isRequired ? ['x'] : [] }).children;
  return child as SchemaField;
};
const text = { type: 'string' };
const number = { type: 'number' };
const integer = { type: 'integer' };
const yesNo = { type: 'boolean' };
const codeOf = (source: SchemaField, target: SchemaField) => {
  const fit = fitOf(source, target);
  return fit.grade === 'converts' ? fit.conversions.map(({ code }) => code('x')) : fit.grade;
};

describe('a line from … to …', () => {
  it.each<[string, SchemaField, SchemaField, string | readonly string[]]>([
    ['text to text', field(text), field(text), 'fits'],
    ['whole number to number', field(integer), field(number), 'fits'],
    ['number to whole number', field(number), field(integer), ['t.int(x)']],
    ['text to number', field(text), field(number), ['t.number(x)']],
    ['number to text', field(number), field(text), ['t.text(x)']],
    ['number to yes or no', field(number), field(yesNo), 'cannot'],
    ['text to a date', field(text), field({ ...text, format: 'date-time' }), ['t.date(x)']],
    ['values the target knows', field({ enum: ['a'] }), field({ enum: ['a', 'b'] }), 'fits'],
    [
      'values it does not know',
      field({ enum: ['A', 'z'] }),
      field({ enum: ['a', 'b'] }),
      ["t.codes(x, { A: 'a', z: 'a' })"],
    ],
    ['what may be missing', field(text, false), field(text), ["t.required(x, 'x')", "t.default(x, '')"]],
    ['what may be missing, to what may be', field(text, false), field(text, false), 'fits'],
    ['a list to one', field({ type: 'array', items: text }), field(text), ['t.first(x)', "t.join(x, ', ')"]],
    ['one to a list', field(text), field({ type: 'array', items: text }), ['[x]']],
    [
      'lists of other types',
      field({ type: 'array', items: text }),
      field({ type: 'array', items: number }),
      ['t.each(x, (item) => t.number(item))'],
    ],
    ['objects of one shape', field({ properties: { a: text } }), field({ properties: { a: text } }), 'fits'],
    [
      'objects that differ',
      field({ properties: { a: text } }),
      field({ properties: { b: text }, required: ['b'] }),
      'cannot',
    ],
    ['a text to an object', field(text), field({ properties: { a: text } }), 'cannot'],
    ['anything to anything', field(true), field(number), 'fits'],
  ])('%s', (_, source, target, expected) => {
    expect(codeOf(source, target)).toEqual(expected);
  });
});

it('suggests what a person would draw from a Shopify order to the canonical one, and nothing twice', () => {
  const [source, target] = ['shopify-order', 'order'].map((name) => fieldsOf(findContract(name)?.schema ?? true));
  const lines = suggestLines(source as SchemaField, target as SchemaField, []);
  const shown = lines.map((line) => `${textOfPath(line.target)} <- ${textOfPath(line.source)}`);
  expect(shown).toEqual(
    expect.arrayContaining([
      'reference <- name',
      'externalId <- id',
      'placedAt <- created_at',
      'shipTo.postalCode <- shipping_address.zip',
      'billTo.city <- billing_address.city',
      'lines[].sku <- line_items[].sku',
      'lines[].quantity <- line_items[].quantity',
      'lines[].taxes[].rate <- line_items[].tax_lines[].rate',
    ]),
  );
  expect(shown.filter((line) => line.startsWith('lines[].discounts'))).toEqual([]);
  expect(new Set(lines.map((line) => String(line.target))).size).toBe(lines.length);
});
