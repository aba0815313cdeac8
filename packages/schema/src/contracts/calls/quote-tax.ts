import type { Contract } from '../contract.ts';
import { address, closed, contractSchema, listOf, money, ref, text } from '../parts.ts';

const decimal = (description: string) => ({ type: 'string', pattern: '^-?\\d+(\\.\\d+)?$', description });
const rate = { type: 'number', minimum: 0, description: 'Tax by taxable amount: 0.19 for 19 %.' };

/** A basket or an order whose tax somebody wants to know. */
export const taxRequest: Contract = {
  name: 'tax-request',
  version: '1.0.0',
  title: 'Tax request',
  description: 'Asks what tax is owed. Nothing is recorded.',
  schema: contractSchema(
    'TaxRequest',
    closed(
      {
        reference: text('Basket or order it is asked for.'),
        customer: text('Customer who pays it.', { maxLength: 50 }),
        currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217 code.' },
        shipFrom: ref('address', 'Where the goods leave from; the seat of the merchant when absent.'),
        shipTo: ref('address', 'Where the goods go.'),
        lines: listOf(
          closed(
            {
              id: text('Line of the basket or order.'),
              sku: text('Article number.'),
              quantity: { type: 'number', exclusiveMinimum: 0, description: 'Pieces.' },
              amount: decimal('What the line costs, without tax.'),
            },
            ['id', 'quantity', 'amount'],
          ),
          'What is sold.',
          { minItems: 1 },
        ),
      },
      ['reference', 'customer', 'currency', 'shipTo', 'lines'],
    ),
    { address },
  ),
  example: {
    reference: 'B-77',
    customer: 'C-1',
    currency: 'USD',
    shipTo: { street: ['123 Main Street'], city: 'Irvine', region: 'CA', postalCode: '92615', country: 'US' },
    lines: [{ id: '1', sku: 'YARN', quantity: 2, amount: '100.00' }],
  },
};

export const taxQuote: Contract = {
  name: 'tax-quote',
  version: '1.0.0',
  title: 'Tax quote',
  description: 'The tax that is owed, in all and by line.',
  schema: contractSchema(
    'TaxQuote',
    closed(
      {
        reference: text('Basket or order it was asked for.'),
        system: text('Who worked it out.'),
        tax: ref('money', 'What is owed in all.'),
        taxable: ref('money', 'What it is owed on.'),
        rate,
        lines: listOf(
          closed({ id: text('Line.'), tax: decimal('Its tax.'), taxable: decimal('What it is owed on.'), rate }, [
            'id',
            'tax',
          ]),
          'By line.',
        ),
      },
      ['reference', 'system', 'tax', 'lines'],
    ),
    { money },
  ),
  example: {
    reference: 'B-77',
    system: 'avatax',
    tax: { amount: '7.75', currency: 'USD' },
    taxable: { amount: '100.00', currency: 'USD' },
    rate: 0.0775,
    lines: [{ id: '1', tax: '7.75', taxable: '100', rate: 0.0775 }],
  },
};
