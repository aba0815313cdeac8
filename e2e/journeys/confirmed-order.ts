import { contracts } from '@lockstep/schema/contracts';
import { z } from 'zod';

const Order = z.record(z.string(), z.json());
const example = Order.parse(contracts.find(({ name }) => name === 'order')?.example);

/** A canonical order for the sample "Confirm an order". */
export function confirmedOrder(reference: string) {
  return { ...example, reference };
}

/** A return for the sample "Return approval". */
export function askedReturn(returnNumber: string) {
  const lines = [{ sku: 'MUG-BLUE', quantity: 1 }];
  return { returnNumber, order: '#1042', reason: 'Broken on arrival.', lines };
}
