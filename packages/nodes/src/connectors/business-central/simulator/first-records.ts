import type { JsonObject } from '../../../simulators/kit/exchange.ts';

const item = (number: string, displayName: string, unitPrice: number, inventory: number) => ({
  entity: 'items',
  fields: { number, displayName, unitPrice, inventory } satisfies JsonObject,
});

/** Articles and customers the samples know, for an estate. */
export const FIRST_RECORDS = [
  item('MUG-BLUE', 'Mug, blue', 12.5, 420),
  item('CAP-RED', 'Cap, red', 8, 150),
  item('LAMP-OAK', 'Lamp, oak', 89, 12),
  item('CHAIR-ASH', 'Chair, ash', 149, 4),
  { entity: 'customers', fields: { number: '10000', displayName: 'Collective customer' } },
  {
    entity: 'customers',
    fields: { number: '10099', displayName: 'Blocked customer', blocked: 'All', email: 'blocked@example.com' },
  },
  {
    entity: 'customers',
    fields: { number: '10050', displayName: 'Small shop', creditLimit: 100, balanceDue: 80, email: 'shop@example.com' },
  },
] as const;
