import type { Json, JsonObject } from '../run/json.ts';

/** What canonical contracts are put together from. Money is decimal text with its currency; times are RFC 3339. */

export const text = (description: string, more: JsonObject = {}): JsonObject => ({
  type: 'string',
  minLength: 1,
  description,
  ...more,
});

export const time = (description: string): JsonObject => ({ type: 'string', format: 'date-time', description });
export const day = (description: string): JsonObject => ({ type: 'string', format: 'date', description });
export const yesNo = (description: string): JsonObject => ({ type: 'boolean', description });
export const count = (description: string, minimum = 0): JsonObject => ({ type: 'integer', minimum, description });
export const oneOf = (values: readonly string[], description: string): JsonObject => ({ enum: values, description });
export const ref = (name: string, description?: string): JsonObject => ({
  $ref: `#/$defs/${name}`,
  ...(description !== undefined && { description }),
});
export const listOf = (items: Json, description: string, more: JsonObject = {}): JsonObject => ({
  type: 'array',
  items,
  description,
  ...more,
});

/** An object that has these fields and no others. */
export const closed = (properties: JsonObject, required: readonly string[], description?: string): JsonObject => ({
  type: 'object',
  ...(description !== undefined && { description }),
  properties,
  required,
  additionalProperties: false,
});

/** Personal data: masked in samples and previews. */
export const personal = (field: JsonObject): JsonObject => ({ ...field, 'x-sensitive': true });

/** The system that decides what a field says; a flow that writes it elsewhere is told so. */
export const ownedBy = (owner: 'commerce' | 'ERP' | 'CRM' | 'fulfilment', field: JsonObject): JsonObject => ({
  ...field,
  'x-owner': owner,
});

export const money = closed(
  {
    amount: { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$', description: 'Decimal with a point, never a float.' },
    currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217 code.' },
  },
  ['amount', 'currency'],
  'An amount with its currency.',
);

export const address: JsonObject = closed(
  {
    name: personal(text('Person as written on the parcel.')),
    company: text('Company.'),
    street: personal(listOf({ type: 'string', minLength: 1 }, 'Street lines, first to last.')),
    city: text('City or town.'),
    postalCode: text('Postal code as the country writes it.'),
    region: text('Province, state or county: the code where there is one.'),
    country: { type: 'string', pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2 code.' },
    phone: personal(text('Telephone number.')),
  },
  [],
);

/** What the same thing is called in the systems that know it. */
export const identifiers = listOf(
  closed(
    { system: text('System that gave it, for example shopify or s4hana.'), value: text('The identifier there.') },
    ['system', 'value'],
  ),
  'What other systems call it.',
);

export const quantity = closed(
  {
    value: { type: 'number', description: 'How much.' },
    unit: text('Unit; UN/ECE Recommendation 20 or the usual short form: kg, cm, EA.'),
  },
  ['value', 'unit'],
);

export const contractSchema = (title: string, object: JsonObject, defs: JsonObject = {}): Json => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  ...object,
  ...(Object.keys(defs).length > 0 && { $defs: defs }),
});
