import type { Json, JsonObject } from '../run/json.ts';
import type { Contract } from './contract.ts';
import { personal } from './parts.ts';
import { shopifyOrderExample } from './shopify-order-example.ts';

const maybe = (type: string): JsonObject => ({ type: [type, 'null'] });
const person = personal(maybe('string'));
const amount: Json = {
  description: 'Decimal text; Shopify writes a number in some places.',
  anyOf: [{ type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }, { type: 'number' }],
};
const maybeAmount: Json = { anyOf: [amount, { type: 'null' }] };
const listOf = (items: Json): Json => ({ type: ['array', 'null'], items });

const MoneySet: Json = {
  type: ['object', 'null'],
  properties: { shop_money: { $ref: '#/$defs/money' }, presentment_money: { $ref: '#/$defs/money' } },
};

const Address: Json = {
  type: ['object', 'null'],
  properties: {
    name: person,
    company: maybe('string'),
    address1: person,
    address2: person,
    city: maybe('string'),
    zip: maybe('string'),
    province: maybe('string'),
    province_code: maybe('string'),
    country_code: maybe('string'),
    phone: person,
  },
};

const Line: Json = {
  type: 'object',
  properties: {
    id: { type: ['integer', 'string', 'null'] },
    variant_id: { type: ['integer', 'string', 'null'] },
    sku: maybe('string'),
    name: maybe('string'),
    title: maybe('string'),
    quantity: { type: 'integer', minimum: 1 },
    current_quantity: { type: ['integer', 'null'], minimum: 0 },
    price: amount,
    price_set: { $ref: '#/$defs/moneySet' },
    requires_shipping: maybe('boolean'),
    tax_lines: listOf({ $ref: '#/$defs/taxLine' }),
    discount_allocations: listOf({ type: 'object', properties: { amount }, required: ['amount'] }),
  },
  required: ['quantity', 'price'],
};

const schema: Json = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Shopify order',
  type: 'object',
  properties: {
    id: { type: ['integer', 'string'] },
    name: { type: 'string', minLength: 1, description: 'What the customer sees: #1001.' },
    currency: { type: ['string', 'null'], pattern: '^[A-Z]{3}$' },
    presentment_currency: { type: ['string', 'null'], pattern: '^[A-Z]{3}$' },
    created_at: maybe('string'),
    updated_at: maybe('string'),
    cancelled_at: maybe('string'),
    email: person,
    phone: person,
    note: person,
    tags: maybe('string'),
    test: maybe('boolean'),
    taxes_included: maybe('boolean'),
    source_name: maybe('string'),
    customer_locale: maybe('string'),
    financial_status: maybe('string'),
    total_line_items_price: maybeAmount,
    total_discounts: maybeAmount,
    total_tax: maybeAmount,
    total_price: amount,
    total_price_set: { $ref: '#/$defs/moneySet' },
    total_shipping_price_set: { $ref: '#/$defs/moneySet' },
    customer: personal(maybe('object')),
    billing_address: { $ref: '#/$defs/address' },
    shipping_address: { $ref: '#/$defs/address' },
    line_items: { type: 'array', items: { $ref: '#/$defs/line' }, minItems: 1 },
    shipping_lines: listOf({ type: 'object' }),
    tax_lines: listOf({ $ref: '#/$defs/taxLine' }),
    discount_codes: listOf({ type: 'object' }),
    note_attributes: listOf({ type: 'object' }),
    refunds: listOf({ type: 'object' }),
  },
  required: ['id', 'name', 'total_price', 'line_items'],
  $defs: {
    money: {
      type: ['object', 'null'],
      properties: { amount: maybeAmount, currency_code: maybe('string') },
    },
    moneySet: MoneySet,
    address: Address,
    taxLine: {
      type: 'object',
      properties: { title: maybe('string'), price: amount, rate: maybe('number') },
      required: ['price'],
    },
    line: Line,
  },
};

/** An order as Shopify's webhooks and REST Admin API write it (2026-07): what we need of it, the rest is let through. */
export const shopifyOrder: Contract = {
  name: 'shopify-order',
  version: '1.0.0',
  title: 'Shopify order',
  description: 'An order as Shopify sends it. Lenient: it asks for what the mapping needs and lets the rest through.',
  schema,
  example: shopifyOrderExample,
};
