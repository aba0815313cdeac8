import type { Contract } from '../contract.ts';
import { closed, contractSchema, count, listOf, money, oneOf, ownedBy, ref, text } from '../parts.ts';

/** What is to be credited for goods that came back. */
export const creditMemoRequest: Contract = {
  name: 'credit-memo-request',
  version: '1.0.0',
  title: 'Credit memo request',
  description: 'Asks the books to credit what came back. It stands, but counts only once it is released.',
  schema: contractSchema(
    'CreditMemoRequest',
    closed(
      {
        reference: text('Number of the return; never credited twice.', { maxLength: 35 }),
        orderReference: text('Order the goods were bought with.'),
        soldBy: text('Company or sales organisation of the merchant that sold them.'),
        returnNumber: text('Number of the return in the books, where it stands there.'),
        currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217 code.' },
        lines: listOf(
          closed(
            {
              sku: text('Article number.'),
              quantity: count('Pieces that came back.', 1),
              amount: {
                type: 'string',
                pattern: '^\\d+(\\.\\d+)?$',
                description: 'What is given back for all of them.',
              },
            },
            ['sku', 'quantity', 'amount'],
          ),
          'What is credited.',
          { minItems: 1 },
        ),
      },
      ['reference', 'orderReference', 'currency', 'lines'],
    ),
  ),
  example: {
    reference: 'RMA-3107',
    orderReference: '#1042',
    returnNumber: '60000012',
    currency: 'EUR',
    lines: [{ sku: 'MUG-BLUE', quantity: 1, amount: '12.50' }],
  },
};

export const creditMemo: Contract = {
  name: 'credit-memo',
  version: '1.0.0',
  title: 'Credit memo',
  description: 'The document in the books that credits a return, held back until it is released.',
  schema: contractSchema(
    'CreditMemo',
    closed(
      {
        reference: text('Number of the return.'),
        number: ownedBy('ERP', text('Number of the document.')),
        system: text('System that keeps it.'),
        status: ownedBy('ERP', oneOf(['created', 'exists'], 'Made by this call, or found under the reference.')),
        total: ownedBy('ERP', ref('money', 'What it comes to.')),
      },
      ['reference', 'number', 'system', 'status'],
    ),
    { money },
  ),
  example: {
    reference: 'RMA-3107',
    number: '70000012',
    system: 'erp-europe',
    status: 'created',
    total: { amount: '12.50', currency: 'EUR' },
  },
};

/** A credit memo by its number: to release it, or to take it back. */
export const creditMemoReference: Contract = {
  name: 'credit-memo-reference',
  version: '1.0.0',
  title: 'Credit memo reference',
  description: 'Names a credit memo that is to count from now on, or that is to be taken back.',
  schema: contractSchema(
    'CreditMemoReference',
    closed({ reference: text('Number of the return.'), number: text('Number of the credit memo.') }, [
      'reference',
      'number',
    ]),
  ),
  example: { reference: 'RMA-3107', number: '70000012' },
};

export const creditMemoState: Contract = {
  name: 'credit-memo-state',
  version: '1.0.0',
  title: 'Credit memo state',
  description: 'Where a credit memo stands.',
  schema: contractSchema(
    'CreditMemoState',
    closed(
      {
        reference: text('Number of the return.'),
        number: text('Number of the credit memo.'),
        system: text('System that keeps it.'),
        status: ownedBy('ERP', oneOf(['released', 'cancelled'], 'It counts, or it was taken back.')),
      },
      ['reference', 'number', 'system', 'status'],
    ),
  ),
  example: { reference: 'RMA-3107', number: '70000012', system: 'erp-europe', status: 'released' },
};
