import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ODataModel } from './model.ts';
import { readEdmx } from './read-edmx.ts';
import { SHOP_V2, SHOP_V4 } from './shop-edmx.testing.ts';

function model(text: string): ODataModel {
  const read = readEdmx(text);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

it('reads sets, keys, fields and links of v2', () => {
  const { version, sets } = model(SHOP_V2);
  const order = sets.get('Orders')?.type;
  expect([version, [...sets.keys()], order?.keys]).toEqual(['v2', ['Orders', 'Lines'], ['Number']]);
  expect(order?.fields.get('Reference')).toEqual({
    name: 'Reference',
    type: 'Edm.String',
    many: false,
    nullable: true,
    maxLength: 35,
  });
  expect(order?.links.get('to_Line')).toEqual({ name: 'to_Line', type: 'SHOP.Line', many: true });
});

it('reads aliases, base types, collections and enumerations of v4', () => {
  const { version, sets, enums } = model(SHOP_V4);
  expect([version, sets.get('Returns')?.type.keys, [...(sets.get('Returns')?.type.fields.keys() ?? [])]]).toEqual([
    'v4',
    ['Number'],
    ['Number', 'Reason'],
  ]);
  const fields = sets.get('Orders')?.type.fields;
  expect([fields?.get('Tags'), fields?.get('Rush')?.type]).toMatchObject([
    { type: 'Edm.String', many: true },
    'shop.Priority',
  ]);
  expect(enums.get('shop.Priority')).toEqual(new Set(['Low', 'High']));
});

it.each([
  ['{"value":[]}', /cannot be read/],
  ['<html/>', /begins with <html>/],
  ['<Edmx Version="4.0"/>', /has no schema/],
  ['<Edmx Version="4.0"><DataServices><Schema Namespace="a"/></DataServices></Edmx>', /names no entity set/],
])('says what is wrong with %s', (text, why) => {
  expect(readEdmx(text)).toMatch(why);
});

const shared = new URL('../../../../../../shared/fixtures/', import.meta.url);
const recorded = [
  ['sap-s4hana/API_BUSINESS_PARTNER.edmx', 'v2', 'A_BusinessPartner'],
  ['sap-s4hana/API_PRODUCT_SRV.edmx', 'v2', 'A_Product'],
  ['sap-s4hana/API_SALES_ORDER_SRV.edmx', 'v2', 'A_SalesOrder'],
  ['odata/TripPin_v4.edmx', 'v4', 'People'],
  ['odata/northwind_v2_metadata.xml', 'v2', 'Customers'],
  ['odata/SAP_API_TEST_SRV_v4.edmx', 'v4', 'A_TestEntity'],
] as const;

describe('public services (skipped where ../shared is absent)', () => {
  it.each(recorded)('understands %s', (file, version, set) => {
    let text: string;
    try {
      text = readFileSync(new URL(file, shared), 'utf8');
    } catch {
      return console.log(`${file} is not here: skipped`);
    }
    const read = model(text);
    expect([read.version, read.sets.get(set)?.type.keys.length]).toEqual([version, expect.any(Number)]);
    const links = [...read.sets.values()].flatMap(({ type }) => [...type.links.values()]);
    expect(links.filter(({ type }) => !read.types.has(type))).toEqual([]);
  });
});
