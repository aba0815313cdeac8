import type { Contract } from '../contract.ts';
import { closed, contractSchema, day, money, oneOf, ownedBy, ref, text } from '../parts.ts';

/** What may an article be sold for? */
export const priceLimitQuery: Contract = {
  name: 'price-limit-query',
  version: '1.0.0',
  title: 'Price limit query',
  description: 'Asks for the list price of an article and the limits a price may not leave.',
  schema: contractSchema(
    'PriceLimitQuery',
    closed(
      {
        sku: text('Article number of the merchant.'),
        currency: { type: 'string', pattern: '^[A-Z]{3}$', description: 'ISO 4217 code of the prices wanted.' },
        on: day('Day the price is to hold on; today when absent.'),
      },
      ['sku', 'currency'],
    ),
  ),
  example: { sku: 'MUG-BLUE', currency: 'EUR', on: '2026-11-27' },
};

/** So much, and no less. */
export const priceLimits: Contract = {
  name: 'price-limits',
  version: '1.0.0',
  title: 'Price limits',
  description: 'List price of an article, and the limits the books keep for it.',
  schema: contractSchema(
    'PriceLimits',
    closed(
      {
        sku: text('Article number of the merchant.'),
        list: ownedBy('ERP', ref('money', 'What one costs without any promotion.')),
        lowest: ownedBy('ERP', ref('money', 'No price is to be lower; absent where there is no limit.')),
        highest: ownedBy('ERP', ref('money', 'No price is to be higher; absent where there is no limit.')),
        validUntil: day('Last day it holds.'),
        system: text('System that keeps it.'),
      },
      ['sku', 'list', 'system'],
    ),
    { money },
  ),
  example: {
    sku: 'MUG-BLUE',
    list: { amount: '12.50', currency: 'EUR' },
    lowest: { amount: '9.00', currency: 'EUR' },
    validUntil: '2026-12-31',
    system: 'erp-europe',
  },
};

/** Whether a promotion may have a price: what a channel asks before it shows it. */
export const priceCheck: Contract = {
  name: 'price-check',
  version: '1.0.0',
  title: 'Price check',
  description: 'A price a promotion is to give an article, to be checked against what is allowed.',
  schema: contractSchema(
    'PriceCheck',
    closed(
      {
        promotion: text('Number or name of the promotion.', { maxLength: 100 }),
        kind: oneOf(['promotion', 'coupon', 'clearance', 'employee'], 'What kind of promotion it is.'),
        sku: text('Article number of the merchant.', { maxLength: 64 }),
        price: ref('money', 'What one is to cost.'),
        startsOn: day('First day; today when absent.'),
        endsOn: day('Last day.'),
      },
      ['promotion', 'kind', 'sku', 'price'],
    ),
    { money },
  ),
  example: {
    promotion: 'BLACK-FRIDAY',
    kind: 'promotion',
    sku: 'MUG-BLUE',
    price: { amount: '10.00', currency: 'EUR' },
    startsOn: '2026-11-27',
  },
};
