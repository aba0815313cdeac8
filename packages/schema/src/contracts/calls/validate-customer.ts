import type { Contract } from '../contract.ts';
import { closed, contractSchema, listOf, money, oneOf, ownedBy, personal, ref, text, yesNo } from '../parts.ts';

/** May we sell to this customer, and for how much? */
export const customerValidationRequest: Contract = {
  name: 'customer-validation-request',
  version: '1.0.0',
  title: 'Customer validation request',
  description: 'Asks whether the account of a customer may be sold to, and for this amount.',
  schema: contractSchema(
    'CustomerValidationRequest',
    closed(
      {
        reference: text('What it is asked for: an order.'),
        customer: text('Number of the customer.'),
        email: personal({ type: 'string', format: 'email', description: 'E-mail address, where there is no number.' }),
        country: { type: 'string', pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2 code.' },
        amount: ref('money', 'What is to be sold.'),
      },
      ['reference'],
    ),
    { money },
  ),
  example: { reference: '#1042', customer: 'C-1001', country: 'DE', amount: { amount: '50.00', currency: 'EUR' } },
};

/** Whether it may. */
export const customerValidation: Contract = {
  name: 'customer-validation',
  version: '1.0.0',
  title: 'Customer validation',
  description: 'Whether the account of a customer may be sold to, and what speaks against it.',
  schema: contractSchema(
    'CustomerValidation',
    closed(
      {
        reference: text('What it was asked for.'),
        valid: yesNo('True: sell.'),
        account: ownedBy('ERP', text('Number of the account in the books.')),
        reasons: listOf(
          closed(
            {
              code: oneOf(
                ['unknown', 'blocked', 'credit-limit', 'sanctioned', 'incomplete'],
                'What speaks against it.',
              ),
              message: text('In a sentence, for the person who decides.'),
            },
            ['code', 'message'],
          ),
          'Empty when it is valid.',
        ),
      },
      ['reference', 'valid', 'reasons'],
    ),
  ),
  example: { reference: '#1042', valid: true, account: '10100001', reasons: [] },
};
