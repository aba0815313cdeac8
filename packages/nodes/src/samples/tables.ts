import type { TableContent } from '@lockstep/schema/tables';

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

const SITES: readonly (readonly [string, string, string, string])[] = [
  ['BER-1', '81234501', 'DE01', '1000'],
  ['DUB-1', '81234502', 'IE01', '2000'],
  ['LYO-1', '81234503', 'FR01', '3000'],
];

/** Tables the samples look codes up in. */
export const sampleTables: readonly SampleTable[] = [
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
    name: 'location',
    title: 'Locations',
    columns: [
      { name: 'warehouse', unique: true },
      { name: 'shopify', unique: true },
      { name: 'sap', unique: true },
      { name: 'costcenter', unique: false },
    ],
    rows: SITES.map(([warehouse, shopify, sap, costcenter]) => ({ cells: { warehouse, shopify, sap, costcenter } })),
    tests: [{ key: '81234502', from: 'shopify', to: 'sap', expected: 'IE01' }],
  },
];
