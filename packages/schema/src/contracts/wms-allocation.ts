import type { Contract } from './contract.ts';
import { contractSchema, count, listOf, text } from './parts.ts';

const line = {
  type: 'object',
  properties: {
    lineRef: text('Line of the order.'),
    sku: text('Article number.'),
    quantity: count('Pieces to hold.', 1),
  },
  required: ['sku', 'quantity'],
};

/** What the warehouse takes at its old endpoint for allocations; in its words, not in ours. */
export const wmsAllocation: Contract = {
  name: 'wms-allocation',
  version: '1.0.0',
  title: 'WMS allocation',
  description: 'A request to the warehouse system to hold stock for an order, in its own words.',
  schema: contractSchema('WmsAllocation', {
    type: 'object',
    properties: {
      orderRef: text('Order the stock is held for.'),
      warehouse: text('Warehouse code.'),
      lines: listOf(line, 'What is to be held.', { minItems: 1 }),
    },
    required: ['orderRef', 'warehouse', 'lines'],
  }),
  example: { orderRef: '#1001', warehouse: 'BER-1', lines: [{ lineRef: '1', sku: 'MUG-BLUE', quantity: 2 }] },
};
