import type { Contract } from '../contract.ts';
import { closed, contractSchema, oneOf, ownedBy, text } from '../parts.ts';

/** A sale that is not to happen after all. */
export const salesOrderCancellationRequest: Contract = {
  name: 'sales-order-cancellation-request',
  version: '1.0.0',
  title: 'Sales order cancellation request',
  description: 'Asks the books to take a sales order back, as far as nothing of it was delivered.',
  schema: contractSchema(
    'SalesOrderCancellationRequest',
    closed(
      {
        reference: text('Order it stands for.'),
        number: text('Number of the sales order.'),
        system: text('System that keeps it.'),
        reason: text('Why it is cancelled, for people.'),
      },
      ['reference', 'number'],
    ),
  ),
  example: { reference: '#1042', number: '4711', system: 'erp-europe', reason: 'The customer changed her mind.' },
};

export const salesOrderCancellation: Contract = {
  name: 'sales-order-cancellation',
  version: '1.0.0',
  title: 'Sales order cancellation',
  description: 'What of a sales order counts no more.',
  schema: contractSchema(
    'SalesOrderCancellation',
    closed(
      {
        reference: text('Order it stood for.'),
        number: text('Number of the sales order.'),
        system: text('System that keeps it.'),
        status: ownedBy(
          'ERP',
          oneOf(['cancelled', 'too-late'], 'What was not delivered counts no more, or all of it was delivered.'),
        ),
        reason: text('Why it was too late.'),
      },
      ['reference', 'number', 'system', 'status'],
    ),
  ),
  example: { reference: '#1042', number: '4711', system: 'erp-europe', status: 'cancelled' },
};
