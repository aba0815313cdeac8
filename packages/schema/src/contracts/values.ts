import type { JsonObject } from '../run/json.ts';
import type { Contract } from './contract.ts';
import {
  address as addressShape,
  contractSchema,
  identifiers as identifierList,
  money as moneyShape,
} from './parts.ts';

/** What other contracts are put together from, for flows that hand over just that. */

export const money: Contract = {
  name: 'money',
  version: '1.0.0',
  title: 'Money',
  description: 'An amount as decimal text with its currency, so that no rounding happens on the way.',
  schema: contractSchema('Money', moneyShape),
  example: { amount: '19.90', currency: 'EUR' },
};

export const address: Contract = {
  name: 'address',
  version: '1.0.0',
  title: 'Address',
  description: 'A postal address with the person it is for.',
  schema: contractSchema('Address', addressShape),
  example: {
    name: 'Ada Example',
    street: ['Musterweg 1'],
    city: 'Berlin',
    postalCode: '10115',
    country: 'DE',
  },
};

export const identifiers: Contract = {
  name: 'identifiers',
  version: '1.0.0',
  title: 'Identifiers',
  description: 'What the same thing is called in the systems that know it.',
  schema: contractSchema('Identifiers', identifierList as JsonObject),
  example: [
    { system: 'shopify', value: '5723412340001' },
    { system: 's4hana', value: '4500001234' },
  ],
};
