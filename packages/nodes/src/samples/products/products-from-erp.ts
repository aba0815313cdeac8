import type { Flow } from '@lockstep/schema/graph';
import { drawn, step } from '../layers/drawn.ts';
import { PRODUCTS } from './topics.ts';

const ITEM = {
  ...{ '@odata.etag': 'W/"1"', id: '26814998-936a-401c-81c1-0e848a64971d', number: 'MUG-BLUE', type: 'Inventory' },
  ...{
    displayName: 'Mug, blue',
    gtin: '04006381333931',
    blocked: false,
    unitPrice: 12.5,
    unitCost: 4.1,
    inventory: 42,
  },
  ...{ baseUnitOfMeasureCode: 'PCS', itemCategoryCode: 'MUGS', colour: 'blue', finish: 'matt' },
  lastModifiedDateTime: '2026-11-27T09:30:00.467Z',
};

/** What the item is in the words of all; a field nobody knows, as an extension adds them, is an attribute, so that nothing is dropped. */
const TO_PRODUCT = `type Row = Record<string, any>;
const CURRENCY = 'EUR';
const KNOWN = [
  'id', 'number', 'displayName', 'displayName2', 'type', 'itemCategoryId', 'itemCategoryCode', 'blocked', 'gtin', 'inventory', 'unitPrice',
  'priceIncludesTax', 'unitCost', 'taxGroupId', 'taxGroupCode', 'baseUnitOfMeasureId', 'baseUnitOfMeasureCode', 'generalProductPostingGroupId',
  'generalProductPostingGroupCode', 'inventoryPostingGroupId', 'inventoryPostingGroupCode', 'netWeight', 'lastModifiedDateTime',
];

export default function map(input: { results: Row[] }) {
  const [item] = input.results;
  const money = (amount: unknown) => ({ amount: Number(amount).toFixed(2), currency: CURRENCY });
  const attributes = Object.entries(item)
    .filter(([name, value]) => !KNOWN.includes(name) && !name.startsWith('@') && value !== null && value !== '' && typeof value !== 'object')
    .map(([name, value]) => ({ name, value: String(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    sku: item.number,
    name: item.displayName,
    status: item.blocked ? 'discontinued' : 'active',
    kind: item.type === 'Service' ? 'service' : 'single',
    ...(item.gtin && { gtin: item.gtin }),
    ...(item.baseUnitOfMeasureCode && { unit: item.baseUnitOfMeasureCode }),
    ...(item.unitPrice > 0 && { price: money(item.unitPrice) }),
    ...(item.unitCost > 0 && { cost: money(item.unitCost) }),
    ...(item.taxGroupCode && { taxCode: item.taxGroupCode }),
    ...(item.netWeight > 0 && { weight: { value: item.netWeight, unit: 'kg' } }),
    ...(item.itemCategoryCode && { categories: [item.itemCategoryCode] }),
    ...(attributes.length > 0 && { attributes }),
    identifiers: [{ system: 'business-central', value: item.id }],
    updatedAt: item.lastModifiedDateTime,
  };
}
`;

/** The ERP tells that an item changed, not how: it is read, and what it is now is told once, in the words of all. */
export const productsFromErp: Flow = drawn(
  {
    id: 'products-from-erp',
    name: 'Products: what the ERP says',
    settings: {
      layer: 'system',
      description:
        'Reads an item that was changed in the ERP and tells what it is now on the topic "product.changed": one state once, however often the ERP tells of it.',
      owner: 'Product data',
    },
    tests: [
      {
        id: 'changed',
        name: 'An item with fields of an extension',
        node: 'changed',
        message: {
          ...{ topic: 'erp.changed', key: `api/v2.0/companies(1)/items(${ITEM.id})`, offset: 1, eventId: 'x' },
          ...{ at: '2026-11-27T09:30:01Z', payload: { changeType: 'updated' } },
        },
        replies: { read: [{ port: 'done', value: { results: [ITEM] } }] },
        expect: {
          path: ['read', 'product', 'check', 'tell'],
          published: [
            {
              topic: PRODUCTS,
              key: 'MUG-BLUE',
              payload: {
                ...{ sku: 'MUG-BLUE', status: 'active', price: { amount: '12.50', currency: 'EUR' } },
                attributes: [
                  { name: 'colour', value: 'blue' },
                  { name: 'finish', value: 'matt' },
                ],
              },
            },
          ],
        },
      },
      {
        id: 'incomplete',
        name: 'An item without a name',
        node: 'changed',
        message: { topic: 'erp.changed', key: `companies(1)/items(${ITEM.id})`, eventId: 'x', payload: {} },
        replies: { read: [{ port: 'done', value: { results: [{ ...ITEM, displayName: '' }] } }] },
        expect: { status: 'exception', published: [], exception: { code: 'product-incomplete' } },
      },
      {
        id: 'gone',
        name: 'An item that is gone',
        node: 'changed',
        message: { topic: 'erp.changed', key: `companies(1)/items(${ITEM.id})`, eventId: 'x', payload: {} },
        replies: {
          read: [
            {
              port: 'rolled-back',
              value: {
                failed: [{ index: 0, status: 404, code: 'Internal_RecordNotFound', message: 'It does not exist.' }],
              },
            },
          ],
        },
        expect: { path: ['read', 'gone'], published: [] },
      },
    ],
  },
  [
    step('changed', 'on-event', 'An item was changed', { topic: 'erp.changed', keys: '*items(*', start: 'now' }),
    step(
      'read',
      'business-central.batch',
      'Read it',
      {
        connection: 'business-central',
        requests: "=[{ method: 'GET', url: input.key.slice(input.key.lastIndexOf('/') + 1) }]",
      },
      { strategy: 'upsert' },
    ),
    step('product', 'map', 'As everybody knows products', { script: TO_PRODUCT }),
    step('check', 'check-contract', 'Is it complete?', { contract: 'product@1' }),
    step('tell', 'send-event', 'Tell what it is now', {
      topic: PRODUCTS,
      key: '=input.sku',
      eventId: "=input.sku + '@' + input.updatedAt",
    }),
    step('incomplete', 'fail', 'It is not', {
      code: 'product-incomplete',
      message: "='The product is incomplete. ' + (input.issues[0].path || 'It') + ' ' + input.issues[0].message",
      details: '=input.issues',
    }),
    step('gone', 'filter', 'Is it gone?', {
      when: '=input.failed[0].status !== 404',
      reason: 'The item is not there any more.',
    }),
    step('unread', 'fail', 'It cannot be read', {
      kind: 'refused',
      code: 'item-unreadable',
      message: '=input.failed[0].message',
    }),
  ],
  [
    'changed.out > read',
    'read.done > product',
    'read.rolled-back > gone',
    'gone.pass > unread',
    'product.out > check',
    'check.valid > tell',
    'check.invalid > incomplete',
  ],
  [
    ['changed', 'read', 'product', 'check', 'tell'],
    ['', '', 'gone', '', 'incomplete'],
    ['', '', '', 'unread'],
  ],
);
