import type { Contract } from '../contract.ts';
import { closed, contractSchema, count, listOf, money, oneOf, ownedBy, ref, text } from '../parts.ts';

/** What the books made of an order. The order itself is the request. */
export const salesOrder: Contract = {
  name: 'sales-order',
  version: '1.0.0',
  title: 'Sales order',
  description: 'The sales order that stands in the books for an order, whichever ERP keeps them.',
  schema: contractSchema(
    'SalesOrder',
    closed(
      {
        reference: text('Order it stands for.'),
        number: ownedBy('ERP', text('Number of the sales order.')),
        system: text('System that keeps it, for example erp-europe.'),
        status: ownedBy('ERP', oneOf(['created', 'exists'], 'Made by this call, or found under the reference.')),
        currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217 code.' },
        lines: listOf(
          closed({ sku: text('Article number of the merchant.'), quantity: count('Pieces ordered.', 1) }, [
            'sku',
            'quantity',
          ]),
          'What was ordered.',
        ),
        total: ownedBy('ERP', ref('money', 'What the books say it costs, where they say it at once.')),
      },
      ['reference', 'number', 'system', 'status'],
    ),
    { money },
  ),
  example: {
    reference: '#1042',
    number: '4711',
    system: 'erp-europe',
    status: 'created',
    currency: 'EUR',
    lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
  },
};
