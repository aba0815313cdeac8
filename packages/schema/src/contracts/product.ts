import type { Contract } from './contract.ts';
import {
  closed,
  contractSchema,
  identifiers,
  listOf,
  money,
  oneOf,
  ownedBy,
  quantity,
  ref,
  text,
  time,
  yesNo,
} from './parts.ts';

const attribute = closed({ name: text('Name, for example colour.'), value: text('Value, for example blue.') }, [
  'name',
  'value',
]);

const schema = contractSchema(
  'Product',
  closed(
    {
      sku: ownedBy(
        'ERP',
        text('Article number of the merchant: one for each thing that can be bought.', { maxLength: 64 }),
      ),
      name: ownedBy('commerce', text('Name a customer sees.')),
      description: ownedBy('commerce', { type: 'string', description: 'Text of the product page.' }),
      status: ownedBy('ERP', oneOf(['draft', 'active', 'phased-out', 'discontinued'], 'Whether it can be sold.')),
      parentSku: text('Article of which this is a variant.'),
      kind: oneOf(['single', 'variant', 'bundle', 'service'], 'A bundle is sold as one and shipped as its parts.'),
      components: listOf(
        closed({ sku: text('Article of the part.'), quantity: { type: 'number', exclusiveMinimum: 0 } }, [
          'sku',
          'quantity',
        ]),
        'Parts of a bundle.',
      ),
      gtin: text('Bar code: GTIN-8, -12, -13 or -14, leading zeros kept.', { pattern: '^\\d{8}$|^\\d{12,14}$' }),
      unit: text('Unit it is sold in; pieces when absent.'),
      price: ownedBy('ERP', ref('money', 'List price, taxes as the market writes them.')),
      cost: ownedBy('ERP', ref('money', 'What one costs the merchant.')),
      taxCode: ownedBy('ERP', text('Tax class.')),
      weight: ref('quantity', 'Gross weight of one.'),
      dimensions: closed({ length: ref('quantity'), width: ref('quantity'), height: ref('quantity') }, []),
      attributes: listOf(attribute, 'What it is told apart by.'),
      categories: listOf({ type: 'string', minLength: 1 }, 'Categories, the most general first.'),
      images: listOf({ type: 'string', format: 'uri' }, 'Pictures, the most important first.'),
      dropShip: yesNo('True when a supplier ships it to the customer.'),
      identifiers,
      updatedAt: time('When it was last changed where it is mastered.'),
    },
    ['sku', 'name', 'status', 'kind'],
  ),
  { money, quantity },
);

/** A thing that can be sold. */
export const product: Contract = {
  name: 'product',
  version: '1.0.0',
  title: 'Product',
  description: 'An article as the merchant masters it: number, names, price, sizes, and what other systems call it.',
  schema,
  example: {
    sku: 'MUG-BLUE',
    name: 'Mug, blue',
    status: 'active',
    kind: 'variant',
    parentSku: 'MUG',
    gtin: '04006381333931',
    price: { amount: '12.50', currency: 'EUR' },
    taxCode: 'standard',
    weight: { value: 0.38, unit: 'kg' },
    attributes: [{ name: 'colour', value: 'blue' }],
    identifiers: [
      { system: 's4hana', value: 'TG11' },
      { system: 'shopify', value: '39072856' },
    ],
    updatedAt: '2026-11-02T08:00:00Z',
  },
};
