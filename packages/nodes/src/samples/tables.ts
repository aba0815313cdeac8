import type { TableContent } from '@lockstep/schema/tables';
import { parcelTables } from './parcels/parcel-tables.ts';

/** A table that a demo brings, version 1. */
export interface SampleTable extends TableContent {
  readonly name: string;
  readonly title: string;
}

const STATUSES: readonly (readonly [string, string, string])[] = [
  ['LABEL_CREATED', 'packed', '10'],
  ['PICKED_UP', 'on-its-way', '20'],
  ['IN_TRANSIT', 'on-its-way', '20'],
  ['CUSTOMS', 'on-its-way', '25'],
  ['OUT_FOR_DELIVERY', 'on-its-way', '30'],
  ['DELIVERY_ATTEMPTED', 'missed', '35'],
  ['DELIVERED', 'delivered', '40'],
  ['RETURN_TO_SENDER', 'returned', '90'],
];

/** Place of the warehouse, what it is called elsewhere, and whether the marketplace sells from it; '-' keeps it back on purpose. */
const SITES: readonly (readonly [string, string, string, string, string])[] = [
  ['BER-1', '655441493', 'DE01', '1000', 'DEFAULT'],
  ['DUB-1', '655441491', 'IE01', '2000', 'DEFAULT'],
  ['LYO-1', '655441494', 'FR01', '3000', 'DEFAULT'],
  ['AMS-1', '655441495', 'NL01', '4000', 'DEFAULT'],
  ['NJC-1', '655441496', 'US01', '5000', 'DEFAULT'],
  // A shop whose shelves only those see who collect there.
  ['BER-SHOP', '-', 'DE02', '1100', '-'],
];

/**
 * An article as the shop knows it, and its code elsewhere; empty where it is not sold or not bought. The books and the warehouse of this
 * retailer go by the codes of the shop.
 */
const ARTICLES: readonly (readonly [shop: string, supplier: string, marketplace: string])[] = [
  ['MUG-BLUE', '', 'MUG-BLUE'],
  ['CAP-RED', '', 'CAP-RED'],
  ['LAMP-OAK', 'LAMP-OAK', 'LAMP-OAK'],
  ['CHAIR-ASH', 'CHAIR-ASH', 'CHAIR-ASH'],
  ['VASE-GREEN', 'LUM-2044', 'LS-VASE-GRN'],
];

/** Who sends an article, and who else can: the warehouse of BER-1 sends what stands in no row. */
const SOURCES: readonly (readonly [
  sku: string,
  source: string,
  kind: string,
  fallback: string,
  fallbackKind: string,
])[] = [
  ['LAMP-OAK', 'LUMEN', 'supplier', 'BER-1', 'warehouse'],
  ['CHAIR-ASH', 'LUMEN', 'supplier', '', ''],
  ['VASE-GREEN', 'LUMEN', 'supplier', 'BER-1', 'warehouse'],
  ['MUG-BLUE', 'BER-1', 'warehouse', '', ''],
  ['CAP-RED', 'BER-1', 'warehouse', 'DUB-1', 'warehouse'],
];

/** Reason, days after the order, amount nobody has to be asked about, and who is asked above it. */
const RETURN_POLICY: readonly (readonly [string, string, string, string])[] = [
  ['unwanted', '30', '100', 'Returns team'],
  ['wrong-size', '60', '150', 'Returns team'],
  ['damaged', '60', '150', 'Returns team'],
  ['defective', '730', '250', 'Quality team'],
  ['wrong-item', '90', '250', 'Returns team'],
  ['other', '14', '0', 'Customer service'],
];

/** Kind of promotion, per cent off the list price at most, and per cent it may go below the limit of the books. */
const PRICE_RULES: readonly (readonly [string, string, string])[] = [
  ['promotion', '30', '0'],
  ['coupon', '20', '0'],
  ['clearance', '70', '20'],
  ['employee', '40', '10'],
  ['other', '0', '0'],
];

/** Attribute of the ERP, and what it is called in each channel; '-' where it is kept back on purpose. */
const ATTRIBUTES: readonly (readonly [string, string, string, string])[] = [
  ['colour', 'colour', 'color', '-'],
  ['material', 'material', 'material', '-'],
  ['countryOfOrigin', 'country_of_origin', 'country_of_origin', 'origin'],
  ['fragile', '-', '-', 'fragile'],
];

/** Flow whose exception a customer notices, how much it matters, and the words for it: at the beginning, and when it is well again. */
const CUSTOMER_VISIBLE: readonly (readonly [flow: string, priority: string, subject: string, message: string])[] = [
  [
    'order-to-cash',
    'high',
    'Your order {order} needs a moment',
    'Your order {order} has come in, and one of our systems could not take it on. Somebody looks into it; you need not order again.',
  ],
  [
    'fulfil-group',
    'high',
    'A part of your order {order} is held up',
    'A part of your order {order} could not leave yet. Somebody looks into it, and we tell you here when it goes on.',
  ],
  [
    'click-and-collect',
    'urgent',
    'Your order {order} is not ready yet',
    'We could not get your order {order} ready for you to collect. Please wait for our message before you come.',
  ],
];

/** Tables the samples look codes up in. */
export const sampleTables: readonly SampleTable[] = [
  ...parcelTables,
  {
    name: 'carrier-status',
    title: 'Status of carriers',
    columns: [
      { name: 'carrier', unique: true },
      { name: 'shop', unique: false },
      { name: 'erp', unique: false },
    ],
    rows: STATUSES.map(([carrier, shop, erp]) => ({ cells: { carrier, shop, erp } })),
    tests: [
      { key: 'DELIVERED', expected: 'delivered' },
      { key: 'OUT_FOR_DELIVERY', to: 'erp', expected: '30' },
    ],
  },
  {
    name: 'sku',
    title: 'Articles across systems',
    columns: ['shop', 'erp', 'wms', 'supplier', 'marketplace'].map((name) => ({ name, unique: true })),
    rows: ARTICLES.map(([shop, supplier, marketplace]) => ({
      cells: {
        shop,
        erp: shop,
        wms: shop,
        ...(supplier !== '' && { supplier }),
        ...(marketplace !== '' && { marketplace }),
      },
    })),
    tests: [
      { key: 'VASE-GREEN', from: 'shop', to: 'supplier', expected: 'LUM-2044' },
      { key: 'LS-VASE-GRN', from: 'marketplace', to: 'shop', expected: 'VASE-GREEN' },
    ],
  },
  {
    name: 'sourcing',
    title: 'Who sends what',
    columns: [
      { name: 'sku', unique: true },
      { name: 'source', unique: false },
      { name: 'kind', unique: false },
      { name: 'fallback', unique: false },
      { name: 'fallbackKind', unique: false },
    ],
    rows: SOURCES.map(([sku, source, kind, fallback, fallbackKind]) => ({
      cells: { sku, source, kind, ...(fallback !== '' && { fallback, fallbackKind }) },
    })),
    tests: [
      { key: 'LAMP-OAK', expected: 'LUMEN' },
      { key: 'LAMP-OAK', to: 'fallback', expected: 'BER-1' },
    ],
  },
  {
    name: 'location',
    title: 'Locations',
    columns: [
      { name: 'warehouse', unique: true },
      { name: 'shopify', unique: true },
      { name: 'sap', unique: true },
      { name: 'costcenter', unique: false },
      { name: 'marketplace', unique: false },
    ],
    rows: SITES.map(([warehouse, shopify, sap, costcenter, marketplace]) => ({
      cells: { warehouse, shopify, sap, costcenter, marketplace },
    })),
    tests: [
      { key: '655441491', from: 'shopify', to: 'sap', expected: 'IE01' },
      { key: 'BER-SHOP', from: 'warehouse', to: 'shopify', expected: '-' },
    ],
  },
  {
    name: 'product-attributes',
    title: 'Attributes of products by channel',
    columns: [
      { name: 'attribute', unique: true },
      { name: 'shopify', unique: false },
      { name: 'marketplace', unique: false },
      { name: 'wms', unique: false },
    ],
    rows: ATTRIBUTES.map(([attribute, shopify, marketplace, wms]) => ({
      cells: { attribute, shopify, marketplace, wms },
    })),
    tests: [{ key: 'colour', to: 'marketplace', expected: 'color' }],
  },
  {
    name: 'price-rules',
    title: 'Price rules',
    columns: [
      { name: 'kind', unique: true },
      { name: 'discount', unique: false },
      { name: 'below', unique: false },
    ],
    rows: PRICE_RULES.map(([kind, discount, below]) => ({ cells: { kind, discount, below } })),
    tests: [
      { key: 'promotion', to: 'discount', expected: '30' },
      { key: 'clearance', to: 'below', expected: '20' },
    ],
  },
  {
    name: 'return-policy',
    title: 'Return policy',
    columns: [
      { name: 'reason', unique: true },
      { name: 'window', unique: false },
      { name: 'limit', unique: false },
      { name: 'role', unique: false },
    ],
    rows: RETURN_POLICY.map(([reason, window, limit, role]) => ({ cells: { reason, window, limit, role } })),
    tests: [{ key: 'defective', to: 'role', expected: 'Quality team' }],
  },
  {
    name: 'customer-visible',
    title: 'What customers notice',
    columns: [
      { name: 'flow', unique: true },
      { name: 'priority', unique: false },
      { name: 'subject', unique: false },
      { name: 'message', unique: false },
      { name: 'settled', unique: false },
    ],
    rows: CUSTOMER_VISIBLE.map(([flow, priority, subject, message]) => ({
      cells: { flow, priority, subject, message, settled: 'Your order {order} goes on. Thank you for your patience.' },
    })),
    tests: [{ key: 'fulfil-group', to: 'priority', expected: 'high' }],
  },
];
