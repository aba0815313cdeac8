import type { JsonObject } from '../../../simulators/kit/exchange.ts';
import { ARTICLES, nameOf } from '../../../simulators/vocabulary/articles.ts';

const item = (number: string, displayName: string, unitPrice: number, inventory: number) => ({
  entity: 'items',
  fields: { number, displayName, unitPrice, inventory } satisfies JsonObject,
});

/** Pieces there are, where it is not the usual. */
const INVENTORY: Readonly<Record<string, number>> = { 'MUG-BLUE': 420, 'CAP-RED': 150, 'LAMP-OAK': 12, 'CHAIR-ASH': 4 };

/** Articles and customers the samples know, for an estate. */
export const FIRST_RECORDS = [
  ...ARTICLES.map((one) => item(one.sku, nameOf(one), one.cents / 100, INVENTORY[one.sku] ?? 400)),
  { entity: 'customers', fields: { number: '10000', displayName: 'Collective customer' } },
  {
    entity: 'customers',
    fields: { number: '10099', displayName: 'Blocked customer', blocked: 'All', email: 'blocked@example.com' },
  },
  {
    entity: 'customers',
    fields: { number: '10050', displayName: 'Small shop', creditLimit: 100, balanceDue: 80, email: 'shop@example.com' },
  },
];
