import type { Json } from '../../run/json.ts';
import type { Contract } from '../contract.ts';
import { customer } from '../customer.ts';
import { closed, contractSchema, personal, text, yesNo } from '../parts.ts';

/** Who is asked for, by what is known of them. */
export const customerQuery: Contract = {
  name: 'customer-query',
  version: '1.0.0',
  title: 'Customer query',
  description: 'Asks for a customer by number, e-mail address or telephone number; at least one of them.',
  schema: contractSchema('CustomerQuery', {
    ...closed(
      {
        customer: text('Number of the customer.'),
        email: personal({ type: 'string', format: 'email', description: 'E-mail address.' }),
        phone: personal(text('Telephone number.')),
      },
      [],
    ),
    minProperties: 1,
  }),
  example: { email: 'jana.mueller@example.com' },
};

const { $schema: _, title: __, $defs: defs, required, ...fields } = customer.schema as { readonly [key: string]: Json };
/** As the golden record, but whether there is business with it only the ERP can say. */
const record = { ...fields, required: (required as readonly string[]).filter((name) => name !== 'status') };

/** The customer, where there is one. */
export const customerFound: Contract = {
  name: 'customer-found',
  version: '1.0.0',
  title: 'Customer found',
  description: 'The customer that was asked for, or that there is none.',
  schema: contractSchema(
    'CustomerFound',
    closed({ found: yesNo('Whether there is one.'), customer: record }, ['found']),
    defs as { readonly [key: string]: Json },
  ),
  example: { found: true, customer: customer.example ?? {} },
};
