import { ARTICLES, nameOf } from '../../../../simulators/vocabulary/articles.ts';
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

/** What the ERP has, and how low a price may fall, where it is not the usual. */
const ERP: Readonly<Record<string, { readonly lowest: string; readonly pieces: string }>> = {
  'MUG-BLUE': { lowest: '9.00', pieces: '420' },
  'CAP-RED': { lowest: '6.00', pieces: '150' },
  'LAMP-OAK': { lowest: '70.00', pieces: '12' },
  'CHAIR-ASH': { lowest: '120.00', pieces: '4' },
};

/** Decimal text of whole thousandths, hundredths: `decimals(380, 3)` is 0.380. */
const decimals = (whole: number, digits: number): string => (whole / 10 ** digits).toFixed(digits);

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
  const articles = ARTICLES.flatMap((one, at) => {
    const { sku: Product, cents, grams } = one;
    const { lowest, pieces } = ERP[Product] ?? { lowest: decimals(Math.round(cents * 0.75), 2), pieces: '400' };
    const validity = {
      ConditionRecord: String(5001 + at),
      ConditionValidityStartDate: '2026-01-01',
      ConditionValidityEndDate: '9999-12-31',
    };
    return [
      recordOf(PRODUCT, {
        ...{ Product, ProductType: 'HAWA', BaseUnit: 'PC', GrossWeight: decimals(grams, 3), WeightUnit: 'KG' },
        to_Description: [{ Language: 'EN', ProductDescription: nameOf(one) }],
      }),
      recordOf(STOCK, {
        ...{ Material: Product, Plant: 'DE01', StorageLocation: '101A' },
        MatlWrhsStkQtyInMatlBaseUnit: pieces,
      }),
      recordOf(VALIDITY, {
        ...validity,
        Material: Product,
        to_SlsPrcgConditionRecord: [
          { ...validity, ConditionRateValue: decimals(cents, 2), ConditionLowerLimit: lowest },
        ],
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
