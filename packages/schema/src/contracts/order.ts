import type { Json } from '../run/json.ts';
import type { Contract } from './contract.ts';
import { orderExample } from './order-example.ts';
import { address, listOf as listOfItems, money, personal, ref, text } from './parts.ts';

const listOf = (name: string, description: string): Json => listOfItems(ref(name), description);

const Tax: Json = {
  type: 'object',
  properties: {
    name: text('Name of the tax, for example MwSt.'),
    rate: { type: 'number', minimum: 0, description: 'Share of the price: 0.19 for 19 %.' },
    amount: ref('money'),
  },
  required: ['name', 'amount'],
  additionalProperties: false,
};

const Discount: Json = {
  type: 'object',
  properties: {
    reason: text('Code or title of the discount.'),
    amount: ref('money', 'What it takes off the whole line; positive.'),
  },
  required: ['amount'],
  additionalProperties: false,
};

const Line: Json = {
  type: 'object',
  properties: {
    id: text('Line id in the channel.'),
    sku: text('Article number of the merchant.'),
    name: text('Article as the customer saw it.'),
    quantity: { type: 'integer', minimum: 1, description: 'Pieces ordered.' },
    cancelledQuantity: {
      type: 'integer',
      minimum: 0,
      description: 'Pieces taken off again by edits or refunds: not to be delivered.',
    },
    unit: text('Unit of the quantity; pieces when absent.'),
    shippable: { type: 'boolean', description: 'False for what never leaves a warehouse.' },
    unitPrice: ref('money', 'Price of one piece before discounts.'),
    discounts: listOf('discount', 'Discounts of this line.'),
    taxes: listOf('tax', 'Taxes of this line.'),
  },
  required: ['id', 'sku', 'quantity', 'unitPrice'],
  additionalProperties: false,
};

const Shipping: Json = {
  type: 'object',
  properties: {
    method: text('Service the customer chose.'),
    price: ref('money'),
    taxes: listOf('tax', 'Taxes of the shipping.'),
  },
  required: ['method', 'price'],
  additionalProperties: false,
};

const schema: Json = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Order',
  type: 'object',
  properties: {
    reference: text('What customer and merchant call the order.', { maxLength: 64 }),
    externalId: text('Id of the order in the channel.'),
    channel: {
      type: 'object',
      description: 'Where the order was placed.',
      properties: { name: text('Kind of channel, for example shopify.'), source: text('Way in: web, pos, an app.') },
      required: ['name'],
      additionalProperties: false,
    },
    placedAt: { type: 'string', format: 'date-time', description: 'When the customer placed it.' },
    updatedAt: { type: 'string', format: 'date-time' },
    cancelledAt: { type: 'string', format: 'date-time', description: 'Absent unless the whole order was cancelled.' },
    test: { type: 'boolean', description: 'True for an order nobody pays and nobody ships.' },
    currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'Currency of the merchant for this order.' },
    customer: {
      type: 'object',
      properties: {
        id: text('Customer id in the channel.'),
        name: personal(text('Full name.')),
        email: personal(text('E-mail address.')),
        phone: personal(text('Telephone number.')),
        language: text('Language tag, for example de-DE.'),
      },
      additionalProperties: false,
    },
    billTo: ref('address'),
    shipTo: ref('address', 'Absent when nothing is shipped.'),
    lines: { type: 'array', items: ref('line'), minItems: 1 },
    shipping: listOf('shipping', 'Shipping services with their prices.'),
    totals: {
      type: 'object',
      properties: {
        items: ref('money'),
        discount: ref('money'),
        shipping: ref('money'),
        tax: ref('money'),
        total: ref('money', 'What the customer pays.'),
        refunded: ref('money', 'Of it, what was paid back already.'),
        customerCurrency: ref('money', 'The total as the customer saw it, when the customer paid in another currency.'),
      },
      required: ['total'],
      additionalProperties: false,
    },
    taxesIncluded: { type: 'boolean', description: 'True when prices hold their taxes.' },
    paymentStatus: text('As the channel says it: paid, pending, partially_refunded.'),
    discountCodes: { type: 'array', items: { type: 'string', minLength: 1 } },
    note: text('What the customer wrote.'),
    tags: { type: 'array', items: { type: 'string', minLength: 1 } },
    attributes: {
      type: 'array',
      description: 'Further facts from the checkout.',
      items: {
        type: 'object',
        properties: { name: text('Name.'), value: { type: 'string' } },
        required: ['name', 'value'],
        additionalProperties: false,
      },
    },
  },
  required: ['reference', 'externalId', 'channel', 'placedAt', 'currency', 'lines', 'totals'],
  additionalProperties: false,
  $defs: { money, address, tax: Tax, discount: Discount, line: Line, shipping: Shipping },
};

/** A customer's order, whatever channel it came from: what flows hand from system to system. */
export const order: Contract = {
  name: 'order',
  version: '1.0.0',
  title: 'Order',
  description: "A customer's order in the canonical form: money as decimal text with its currency, addresses, lines.",
  schema,
  example: orderExample,
};
