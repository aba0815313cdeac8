import type { Entity, EntitySet } from '../odata/entity.ts';
import { readDate } from '../odata/values.ts';
import { child } from '../sales-order.ts';
import { CUSTOMER, PRODUCT, STOCK, VALIDITY } from './sets.ts';

/** Values by field; a list under the name of a navigation. Dates as `2026-01-31`, decimals as text. */
export interface PlainValues {
  readonly [field: string]: string | boolean | readonly PlainValues[];
}

/** A record with what belongs to it, as a person at the system would have put it there. */
export function recordOf(set: EntitySet, plain: PlainValues): Entity {
  const values = Object.fromEntries(
    set.fields.flatMap(({ name, type }) => {
      const value = plain[name];
      if (value === undefined || typeof value === 'object') return [];
      return [[name, type === 'Edm.DateTime' && typeof value === 'string' ? (readDate(value) ?? null) : value]];
    }),
  );
  const children = Object.entries(set.navigations).flatMap(([name, target]) => {
    const listed = plain[name];
    const keys = Object.fromEntries(set.keys.flatMap((key) => (key in values ? [[key, plain[key] ?? '']] : [])));
    return Array.isArray(listed)
      ? [[name, listed.map((one: PlainValues) => recordOf(target, { ...keys, ...one }))] as const]
      : [];
  });
  return child(set, values, Object.fromEntries(children));
}

type Article = readonly [sku: string, name: string, weight: string, price: string, lowest: string, pieces: string];

/** What the samples sell. */
const ARTICLES: readonly Article[] = [
  ['MUG-BLUE', 'Mug, blue', '0.380', '12.50', '9.00', '420'],
  ['CAP-RED', 'Cap, red', '0.120', '8.00', '6.00', '150'],
  ['LAMP-OAK', 'Lamp, oak', '2.400', '89.00', '70.00', '12'],
  ['CHAIR-ASH', 'Chair, ash', '6.800', '149.00', '120.00', '4'],
];

const customer = (number: string, name: string, channel: string, block = ''): Entity =>
  recordOf(CUSTOMER, {
    Customer: number,
    CustomerName: name,
    CustomerAccountGroup: 'CUST',
    OrderIsBlockedForCustomer: block,
    to_CustomerSalesArea: [
      { SalesOrganization: '1010', DistributionChannel: channel, Division: '00', Currency: 'EUR' },
    ],
  });

/** Master data of a system that is told nothing else. */
export function firstRecords(): readonly Entity[] {
  const articles = ARTICLES.flatMap(([Product, name, GrossWeight, rate, lower, pieces], at) => {
    const validity = {
      ConditionRecord: String(5001 + at),
      ConditionValidityStartDate: '2026-01-01',
      ConditionValidityEndDate: '9999-12-31',
    };
    return [
      recordOf(PRODUCT, {
        ...{ Product, ProductType: 'HAWA', BaseUnit: 'PC', GrossWeight, WeightUnit: 'KG' },
        to_Description: [{ Language: 'EN', ProductDescription: name }],
      }),
      recordOf(STOCK, {
        ...{ Material: Product, Plant: 'DE01', StorageLocation: '101A' },
        MatlWrhsStkQtyInMatlBaseUnit: pieces,
      }),
      recordOf(VALIDITY, {
        ...validity,
        Material: Product,
        to_SlsPrcgConditionRecord: [{ ...validity, ConditionRateValue: rate, ConditionLowerLimit: lower }],
      }),
    ];
  });
  return [
    ...articles,
    customer('10100001', 'Collective customer, Germany', '10'),
    customer('10100002', 'Collective customer, abroad', '20'),
    customer('10100099', 'Blocked customer', '10', '01'),
  ];
}
