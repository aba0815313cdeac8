import { libFiles } from 'virtual:typescript-lib';
import { findContract, typesOfContract } from '@lockstep/schema/contracts';
import { libraryTypes } from '@lockstep/schema/mapping';
import { expect, it } from 'vitest';
import { createMapTypes } from './language-service.ts';

const types = createMapTypes(libFiles);
const typesOf = (ref: string, name: string) => typesOfContract(findContract(ref)?.schema ?? true, name);
types.declare(
  `${libraryTypes()}\n${typesOf('shopify-order@1', 'ShopifyOrder')}\n${typesOf('sap-sales-order@1', 'SapSalesOrder')}`,
);

const map = (fields: string) =>
  `export default defineMap<ShopifyOrder, SapSalesOrder>((src, t) => ({
  SalesOrderType: 'OR', SalesOrganization: '1710', DistributionChannel: '10', OrganizationDivision: '00', SoldToParty: '1',
  PurchaseOrderByCustomer: src.name,
  to_Item: t.each(src.line_items, (item) => ({ ${fields} })),
}));`;
const GOOD =
  "Material: t.required(item.sku, 'sku'), RequestedQuantity: t.text(item.quantity), RequestedQuantityUnit: 'PC'";
/** `|` is where the cursor stands. */
const at = (text: string): [string, number] => [text.replace('|', ''), text.indexOf('|')];

it('a map that keeps both contracts has no problems', () => {
  expect(types.problems(map(GOOD))).toEqual([]);
});

it.each<[string, string, string, RegExp]>([
  ['a misspelt source field', GOOD.replace('item.quantity', 'item.quantitty'), 'quantitty', /Did you mean 'quantity'/],
  [
    'null where a text is needed',
    GOOD.replace("t.required(item.sku, 'sku')", 'item.sku'),
    'Material',
    /not assignable/,
  ],
  [
    'a number where a text is needed',
    GOOD.replace('t.text(item.quantity)', 'item.quantity'),
    'RequestedQuantity',
    /'number' is not assignable to type 'string'/,
  ],
  ['a helper that is not there', GOOD.replace('t.text', 't.textt'), 'textt', /textt/],
])('%s is a problem at its place', (_, fields, where, message) => {
  const text = map(fields);
  const found = types.problems(text);
  expect(found.map((problem) => problem.message).join('\n')).toMatch(message);
  const places = found.map(({ from, to }) => text.slice(from, to)).join('\n');
  // TypeScript calls a missing or surplus field of an item at the item, or at the list around it.
  expect(`${places}\n${found.map((problem) => problem.message).join('\n')}`).toContain(where);
});

it('a text that is no TypeScript says where', () => {
  const [problem] = types.problems('export default defineMap((src, t) => ({\n  a: ,\n}));');
  expect(problem).toMatchObject({ from: 45, message: 'Expression expected.' });
});

it('a script without types is no problem, and nothing of a browser is there', () => {
  expect(types.problems('export default (input, ctx) => ({ n: input.n, at: ctx.now })')).toEqual([]);
  expect(types.problems("export default () => fetch('https://x.test')")).toMatchObject([
    { message: expect.stringContaining('fetch') },
  ]);
});

it('after a dot come the fields of the contract, with their descriptions; of items in a list, too', () => {
  const [text, place] = at(map(GOOD.replace('item.quantity', 'item.|')));
  const found = types.complete(text, place);
  expect(found?.isMember).toBe(true);
  expect(found?.options.map(({ name }) => name)).toEqual(expect.arrayContaining(['sku', 'quantity', 'tax_lines']));
  const [order, dot] = at(
    'export default defineMap<ShopifyOrder, SapSalesOrder>((src, t) => ({ PurchaseOrderByCustomer: src.| }));',
  );
  expect(types.details(order, dot, 'name')).toEqual({
    type: '(property) ShopifyOrder.name: string',
    info: 'What the customer sees: #1001.',
  });
});

it('the library is completed, and the open fields of the target', () => {
  const [helper, dot] = at(map(`${GOOD}, SalesOrderItemText: t.|`));
  expect(types.complete(helper, dot)?.options.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['date', 'codes', 'each', 'base64']),
  );
  const [open, place] = at('export default defineMap<ShopifyOrder, SapSalesOrder>((src, t) => ({ Sales| }));');
  expect(types.complete(open, place)?.options.map(({ name }) => name)).toContain('SalesOrganization');
});

it('is quick once it is warm: a keystroke is answered within a frame or two', () => {
  const texts = Array.from({ length: 20 }, (_, count) => map(GOOD.replace("'PC'", `'P${count}'`)));
  const times = texts.map((text) => {
    const begun = process.cpuUsage();
    types.problems(text);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  });
  expect(times.sort((a, b) => a - b)[10]).toBeLessThan(100);
});
