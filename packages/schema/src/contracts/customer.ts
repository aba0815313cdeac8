import type { Contract } from './contract.ts';
import {
  address,
  closed,
  contractSchema,
  identifiers,
  listOf,
  money,
  oneOf,
  ownedBy,
  personal,
  ref,
  text,
  time,
  yesNo,
} from './parts.ts';

const consent = closed(
  {
    purpose: oneOf(['marketing-email', 'marketing-sms', 'profiling', 'sharing'], 'What it is about.'),
    granted: yesNo('Whether the person agreed.'),
    at: time('When the person said so.'),
    source: text('Where the person said so.'),
  },
  ['purpose', 'granted', 'at'],
);

const schema = contractSchema(
  'Customer',
  closed(
    {
      id: text('Number of the golden record.'),
      kind: oneOf(['person', 'company'], 'Person or company.'),
      email: ownedBy('commerce', personal({ type: 'string', format: 'email', description: 'E-mail address.' })),
      phone: personal(text('Telephone number.')),
      firstName: ownedBy('CRM', personal(text('Given name.'))),
      lastName: ownedBy('CRM', personal(text('Family name.'))),
      company: text('Company.'),
      taxNumber: ownedBy('ERP', text('VAT number.')),
      language: text('Language tag, for example de-DE.'),
      addresses: listOf(
        closed(
          {
            kind: oneOf(['billing', 'shipping', 'other'], 'What it is for.'),
            isDefault: yesNo('The one to take.'),
            address: ref('address'),
          },
          ['kind', 'address'],
        ),
        'Known addresses.',
      ),
      consents: ownedBy('CRM', listOf(consent, 'What the person agreed to, the newest for each purpose.')),
      creditLimit: ownedBy('ERP', ref('money', 'How much may be open.')),
      status: ownedBy('ERP', oneOf(['active', 'blocked', 'deleted'], 'Whether we do business.')),
      identifiers,
      mergedInto: text('Golden record that took this one over.'),
      updatedAt: time('When it was last changed at the source.'),
    },
    ['id', 'kind', 'status', 'updatedAt'],
  ),
  { address, money },
);

/** Somebody who buys: one record, whatever systems know the person. */
export const customer: Contract = {
  name: 'customer',
  version: '1.0.0',
  title: 'Customer',
  description: 'Somebody who buys: one golden record with addresses, consents, and what other systems call it.',
  schema,
  example: {
    id: 'C-5512',
    kind: 'person',
    email: 'jana.mueller@example.com',
    firstName: 'Jana',
    lastName: 'Müller',
    language: 'de-DE',
    addresses: [
      {
        kind: 'shipping',
        isDefault: true,
        address: { name: 'Jana Müller', street: ['Torstraße 140'], city: 'Berlin', postalCode: '10119', country: 'DE' },
      },
    ],
    consents: [{ purpose: 'marketing-email', granted: false, at: '2026-05-01T12:00:00Z', source: 'checkout' }],
    status: 'active',
    identifiers: [
      { system: 'shopify', value: '7311562731' },
      { system: 'salesforce', value: '0035g00000A1bCd' },
    ],
    updatedAt: '2026-11-20T09:14:05Z',
  },
};
