import type { Contract } from './contract.ts';
import { closed, contractSchema, ownedBy, text, time } from './parts.ts';

const amount = (description: string) => ({ type: 'number', description });

const schema = contractSchema(
  'Inventory',
  closed(
    {
      sku: text('Article number of the merchant.'),
      location: text('Place the stock lies at: warehouse, shop, supplier.'),
      available: ownedBy('fulfilment', amount('What can be promised: on hand less reserved. Negative when oversold.')),
      onHand: ownedBy('fulfilment', amount('What lies there.')),
      reserved: ownedBy('fulfilment', amount('What is promised to orders and not yet shipped.')),
      incoming: amount('What is on its way there.'),
      safetyStock: ownedBy('ERP', amount('What is kept back from channels.')),
      asOf: time('Moment the numbers were true at the source.'),
      version: {
        type: 'integer',
        minimum: 0,
        description: 'Rises by one with each change of this article at this place.',
      },
      reason: text('Why it changed: receipt, sale, return, count, correction.'),
      reference: text('What it changed for: order, delivery, count.'),
    },
    ['sku', 'location', 'available', 'asOf'],
  ),
);

/** The stock of one article at one place: the state, not the change, so that the newest one is always enough. */
export const inventory: Contract = {
  name: 'inventory',
  version: '1.0.0',
  title: 'Inventory',
  description:
    'Stock of one article at one place, at a moment. Says the state, not the difference: the newest one is enough.',
  schema,
  example: {
    sku: 'MUG-BLUE',
    location: 'BER-1',
    available: 42,
    onHand: 50,
    reserved: 8,
    asOf: '2026-11-20T09:14:07.120Z',
    version: 1187,
    reason: 'sale',
    reference: '#1042',
  },
};
