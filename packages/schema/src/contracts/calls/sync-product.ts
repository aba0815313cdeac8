import type { Contract } from '../contract.ts';
import { closed, contractSchema, listOf, oneOf, text, time } from '../parts.ts';

/** What became of a product in the system it was told to. The product itself is the request. */
export const productSync: Contract = {
  name: 'product-sync',
  version: '1.0.0',
  title: 'Product sync',
  description:
    'What a system made of a product it was told: new, changed, or as it was, and what it could not take over.',
  schema: contractSchema(
    'ProductSync',
    closed(
      {
        sku: text('Article number of the merchant.'),
        status: oneOf(['created', 'updated', 'unchanged'], 'What it made of it.'),
        number: text('What the system calls the product.'),
        system: text('System it was told to.'),
        unmapped: listOf({ type: 'string', minLength: 1 }, 'Attributes the system has no place for.'),
        syncedAt: time('When it was taken over.'),
      },
      ['sku', 'status', 'system'],
    ),
  ),
  example: { sku: 'MUG-BLUE', status: 'updated', number: '1000', system: 'erp-europe', unmapped: [] },
};
