import type { Flow } from '@lockstep/schema/graph';
import { odataFound, RETRY, s4 } from './asked.ts';
import { drawn, step } from './drawn.ts';

const QUERY = { sku: 'MUG-BLUE' };
const stock = (Plant: string, quantity: string) => ({
  Material: 'MUG-BLUE',
  Plant,
  MatlWrhsStkQtyInMatlBaseUnit: quantity,
});
const nowhere = step('unknown', 'fail', 'No such article', {
  kind: 'refused',
  code: 'product-unknown',
  message: "='There is no article ' + steps.called.sku + '.'",
});

/** Adds up by place, and leaves out places nobody asked for. */
const BY_PLACE = `
  const wanted = ctx.steps.called.locations;
  const places = new Map<string, number>();
  for (const { location, pieces } of levels) {
    if (!wanted || wanted.includes(location)) places.set(location, (places.get(location) ?? 0) + pieces);
  }
  const locations = [...places].map(([location, available]) => ({ location, available }));
  const available = locations.reduce((sum, each) => sum + each.available, 0);
  return { sku: ctx.steps.called.sku, available, locations, asOf: new Date(ctx.now).toISOString() };
}
`;

/** Offers what the books of S/4HANA have on hand: plants become places by the table of locations. */
export const availabilityS4: Flow = drawn(
  {
    id: 'availability-s4hana',
    name: 'Query availability (S/4HANA)',
    settings: {
      layer: 'system',
      description:
        'Offers the capability "Query availability" by the stock of S/4HANA: unrestricted stock by plant, whose place the table of locations names.',
      owner: 'ERP',
      // Where it is bound, the ERP keeps the stock.
      speaksFor: ['ERP', 'fulfilment'],
    },
    tests: [
      {
        id: 'two-plants',
        name: 'In two plants, one with two storage locations',
        node: 'called',
        message: QUERY,
        replies: { stock: [odataFound(stock('DE01', '12'), stock('DE01', '3.000'), stock('9999', '5'))] },
        expect: {
          path: ['stock', 'add', 'give'],
          outputs: {
            give: {
              ...{ sku: 'MUG-BLUE', available: 20 },
              locations: [
                { location: 'BER-1', available: 15 },
                { location: '9999', available: 5 },
              ],
            },
          },
        },
      },
      {
        id: 'none',
        name: 'A known article of which there is none',
        node: 'called',
        message: QUERY,
        replies: { stock: [odataFound()], product: [odataFound({ Product: 'MUG-BLUE' })] },
        expect: {
          path: ['stock', 'product', 'nothing'],
          outputs: { nothing: { sku: 'MUG-BLUE', available: 0, locations: [] } },
        },
      },
      {
        id: 'unknown',
        name: 'No such article',
        node: 'called',
        message: QUERY,
        replies: { stock: [odataFound()], product: [odataFound()] },
        expect: { status: 'exception', exception: { code: 'product-unknown' } },
      },
    ],
  },
  [
    step('called', 'callable', 'How much is there?', { capability: 'query-availability' }),
    step(
      'stock',
      'odata.read-records',
      'Unrestricted stock',
      {
        ...s4('API_MATERIAL_STOCK_SRV'),
        ...{
          set: 'A_MatlStkInAcctMod',
          where:
            "={ Material: t.lookup('sku', input.sku, { from: 'shop', to: 'erp', default: input.sku }), InventoryStockType: '01' }",
        },
      },
      { retry: RETRY, timeoutMs: 10_000 },
    ),
    step('add', 'map', 'By place', {
      script: `type Row = Record<string, any>;

export default function map(input: { records: { fields: Row }[] }, ctx: any) {
  const levels = input.records.map(({ fields }) => ({
    location: t.lookup('location', fields.Plant, { from: 'sap', to: 'warehouse', default: fields.Plant }),
    pieces: Number(fields.MatlWrhsStkQtyInMatlBaseUnit),
  }));${BY_PLACE}`,
    }),
    step('give', 'return', 'So much', { value: '=input' }),
    step(
      'product',
      'odata.read-records',
      'Is there such an article?',
      {
        ...s4('API_PRODUCT_SRV'),
        ...{
          set: 'A_Product',
          key: "=t.lookup('sku', steps.called.sku, { from: 'shop', to: 'erp', default: steps.called.sku })",
          select: 'Product',
        },
      },
      { retry: RETRY, timeoutMs: 10_000 },
    ),
    step('nothing', 'return', 'None of it', {
      value: '={ sku: steps.called.sku, available: 0, locations: [], asOf: new Date().toISOString() }',
    }),
    nowhere,
  ],
  [
    'called.out > stock',
    'stock.out > add',
    'add.out > give',
    'stock.none > product',
    'product.out > nothing',
    'product.none > unknown',
  ],
  [
    ['called', 'stock', 'add', 'give'],
    ['', '', 'product', 'nothing'],
    ['', '', '', 'unknown'],
  ],
);

/** Offers what the warehouse can still promise: on hand less what is allocated. */
export const availabilityWms: Flow = drawn(
  {
    id: 'availability-wms',
    name: 'Query availability (WMS)',
    settings: {
      layer: 'system',
      description: 'Offers the capability "Query availability" by the warehouse: on hand less allocated, by warehouse.',
      owner: 'Warehouse',
      speaksFor: ['fulfilment'],
    },
    tests: [
      {
        id: 'some',
        name: 'Some of it is allocated',
        node: 'called',
        message: { ...QUERY, locations: ['BER-1'] },
        replies: {
          stock: [
            {
              port: 'out',
              value: {
                status: 200,
                body: {
                  stock: [
                    { warehouse: 'BER-1', sku: 'MUG-BLUE', onHand: 10, allocated: 3 },
                    { warehouse: 'DUB-1', sku: 'MUG-BLUE', onHand: 5, allocated: 0 },
                  ],
                },
              },
            },
          ],
        },
        expect: {
          path: ['stock', 'known', 'add', 'give'],
          outputs: { give: { sku: 'MUG-BLUE', available: 7, locations: [{ location: 'BER-1', available: 7 }] } },
        },
      },
      {
        id: 'unknown',
        name: 'The warehouse never had it',
        node: 'called',
        message: QUERY,
        replies: { stock: [{ port: 'out', value: { status: 200, body: { stock: [] } } }] },
        expect: { status: 'exception', exception: { code: 'product-unknown' } },
      },
    ],
  },
  [
    step('called', 'callable', 'How much is there?', { capability: 'query-availability' }),
    step(
      'stock',
      'http-request',
      'Stock levels',
      { connection: 'wms', method: 'GET', url: '/v1/stock', query: { sku: '=input.sku', limit: 500 } },
      { strategy: 'safe', retry: RETRY, timeoutMs: 10_000 },
    ),
    step('known', 'switch', 'Is there such an article?', {
      cases: [{ name: 'known', when: '=input.body.stock.length > 0' }],
    }),
    step('add', 'map', 'By place', {
      script: `type Row = Record<string, any>;

export default function map(input: { body: { stock: Row[] } }, ctx: any) {
  const levels = input.body.stock.map(({ warehouse, onHand, allocated }) => ({
    location: warehouse,
    pieces: onHand - allocated,
  }));${BY_PLACE}`,
    }),
    step('give', 'return', 'So much', { value: '=input' }),
    nowhere,
  ],
  ['called.out > stock', 'stock.out > known', 'known.known > add', 'known.otherwise > unknown', 'add.out > give'],
  [
    ['called', 'stock', 'known', 'add', 'give'],
    ['', '', '', 'unknown'],
  ],
);
