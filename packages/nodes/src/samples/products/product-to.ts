import type { Flow, FlowNode, FlowTest } from '@lockstep/schema/graph';
import { drawn, step } from '../layers/drawn.ts';
import { changed, PRODUCT } from './example.ts';
import { PRODUCTS } from './topics.ts';

/** Older states of a product are set aside, and of several that wait only the newest is written. */
const LANE = {
  key: '=input.key',
  name: 'SKU',
  order: { by: 'time', value: '=input.payload.updatedAt', stale: 'drop' },
  coalesce: true,
  onException: 'skip',
} as const;
const RETRY = { retry: { maxAttempts: 10, baseMs: 500, capMs: 60_000, jitter: 0.3 } };

/** Attributes by their names in a channel: '-' keeps one back on purpose; one the table does not know waits for a person and is reported. */
const attributes = (channel: string) => `
  const attributes = (product.attributes ?? []).flatMap(({ name, value }: Row) => {
    const theirs = t.lookup('product-attributes', name, { to: '${channel}', missing: 'queue', default: '-' });
    return theirs === '-' ? [] : [[theirs, value]];
  });`;

interface Channel {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly description: string;
  /** Body of a mapping: from `product` and `attributes` to what the channel takes. */
  readonly column: string;
  readonly shape: string;
  readonly write: readonly FlowNode[];
  readonly edges: readonly string[];
  readonly test: Pick<FlowTest, 'replies' | 'expect'>;
}

/** A flow that keeps one channel in step with the products: what it is mapped to differs, how it is kept right does not. */
function keepInStep({ id, name, owner, description, column, shape, write, edges, test }: Channel): Flow {
  const script = `type Row = Record<string, any>;

export default defineMap((event: Row, t: Row) => {
  const product: Row = event.payload;${attributes(column)}
${shape}
});
`;
  return drawn(
    {
      ...{ id, name },
      settings: { layer: 'system', description, owner, lane: LANE },
      tests: [
        {
          id: 'changed',
          name: 'A product with an attribute nobody has mapped',
          node: 'changed',
          message: changed(),
          ...test,
        },
      ],
    },
    [
      step('changed', 'on-event', 'A product has changed', { topic: PRODUCTS, start: 'beginning' }),
      // Who maps an attribute need not publish the flow.
      step('shape', 'map', 'In the words of the channel', { script }, { tables: 'live' }),
      ...write,
    ],
    ['changed.out > shape', ...edges],
    [
      ['changed', 'shape', ...write.slice(0, 1).map((node) => node.id)],
      ...write.slice(1).map((node) => ['', '', '', node.id]),
    ],
  );
}

export const productToShop: Flow = keepInStep({
  id: 'product-to-shop',
  name: 'Products: keep the shop in step',
  owner: 'Online shop',
  description:
    'Makes or changes the product in the shop, found by its handle. Attributes are metafields, by the table "product-attributes".',
  column: 'shopify',
  shape: `  return {
    handle: product.sku.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, ''),
    title: product.name,
    description: product.description,
    status: product.status === 'active' ? 'ACTIVE' : product.status === 'draft' ? 'DRAFT' : 'ARCHIVED',
    productType: product.categories?.[0],
    sku: product.sku,
    barcode: product.gtin,
    price: product.price?.amount,
    weightKg: product.weight?.unit === 'kg' ? product.weight.value : product.weight?.unit === 'g' ? product.weight.value / 1000 : undefined,
    metafields: attributes.map(([key, value]: [string, string]) => ({ namespace: 'custom', key, type: 'single_line_text_field', value })),
  };`,
  write: [
    step(
      'write',
      'shopify.set-product',
      'Set the product',
      {
        connection: 'shopify',
        ...Object.fromEntries(
          [
            'handle',
            'title',
            'description',
            'status',
            'productType',
            'sku',
            'barcode',
            'price',
            'weightKg',
            'metafields',
          ].map((field) => [field, `=input.${field}`]),
        ),
      },
      RETRY,
    ),
  ],
  edges: ['shape.out > write'],
  test: {
    replies: { write: [{ port: 'written', value: { product: 'gid://shopify/Product/1', handle: 'mug-blue' } }] },
    expect: {
      path: ['shape', 'write'],
      outputs: {
        shape: {
          ...{ handle: 'mug-blue', status: 'ACTIVE', price: '12.50', weightKg: 0.38 },
          metafields: [{ key: 'colour', value: 'blue' }],
        },
      },
    },
  },
});

export const productToMarketplace: Flow = keepInStep({
  id: 'product-to-marketplace',
  name: 'Products: keep the marketplace in step',
  owner: 'Marketplace',
  description:
    'Says the listing of the product on the marketplace as a whole. What the marketplace does not take is an exception with its reason.',
  column: 'marketplace',
  shape: `  return {
    sku: product.sku,
    attributes: {
      item_name: product.name,
      product_description: product.description ?? null,
      externally_assigned_product_identifier: product.gtin ? { type: 'ean', value: product.gtin.replace(/^0(?=\\d{13}$)/, '') } : null,
      list_price: product.price ? { value: Number(product.price.amount), currency: product.price.currency } : null,
      item_weight: product.weight ? { value: product.weight.value, unit: product.weight.unit === 'g' ? 'grams' : 'kilograms' } : null,
      skip_offer: product.status === 'active' ? null : true,
      ...Object.fromEntries(attributes),
    },
  };`,
  write: [
    step(
      'write',
      'sp-api.put-listing',
      'Put the listing',
      { connection: 'sp-api', sku: '=input.sku', attributes: '=input.attributes' },
      RETRY,
    ),
    step('invalid', 'fail', 'It is not taken', {
      kind: 'refused',
      code: 'listing-invalid',
      message:
        "='The marketplace does not take ' + input.sku + ': ' + (input.issues[0]?.message ?? 'it says no reason.')",
      details: '=input.issues',
    }),
  ],
  edges: ['shape.out > write', 'write.invalid > invalid'],
  test: {
    replies: { write: [{ port: 'out', value: { sku: 'MUG-BLUE', submissionId: 'x' } }] },
    expect: {
      path: ['shape', 'write'],
      outputs: {
        shape: {
          sku: 'MUG-BLUE',
          attributes: { item_name: 'Mug, blue', color: 'blue', list_price: { value: 12.5, currency: 'EUR' } },
        },
      },
    },
  },
});

export const productToWarehouse: Flow = keepInStep({
  id: 'product-to-warehouse',
  name: 'Products: keep the warehouse in step',
  owner: 'Warehouse',
  description: 'Says the article in the warehouse: name, bar code, weight, and what of its attributes matters there.',
  column: 'wms',
  shape: `  const grams = product.weight && Math.round(product.weight.value * (product.weight.unit === 'kg' ? 1000 : 1));
  return {
    sku: product.sku,
    article: {
      name: product.name.slice(0, 100),
      barcode: product.gtin ?? null,
      weightGrams: grams ?? null,
      active: product.status !== 'discontinued',
      attributes: Object.fromEntries(attributes),
    },
  };`,
  write: [
    step(
      'write',
      'http-request',
      'Say the article',
      {
        ...{ connection: 'wms', method: 'PUT', url: "='/v1/products/' + encodeURIComponent(input.sku)" },
        ...{ headers: {}, body: '=input.article' },
      },
      // The same article again changes nothing.
      { strategy: 'key', ...RETRY },
    ),
  ],
  edges: ['shape.out > write'],
  test: {
    replies: { write: [{ port: 'out', value: { status: 200, headers: {}, body: {} } }] },
    expect: {
      path: ['shape', 'write'],
      outputs: { shape: { article: { name: PRODUCT.name ?? '', weightGrams: 380, active: true, attributes: {} } } },
    },
  },
});
