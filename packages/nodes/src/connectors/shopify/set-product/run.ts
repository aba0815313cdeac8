import type { RunNode } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { textAt } from '../../kit/read-json.ts';
import { changeAtShopify, unreadable } from '../client.ts';
import type { setProduct } from './definition.ts';

const SET = `mutation SetProduct($identifier: ProductSetIdentifiers!, $input: ProductSetInput!) {
  productSet(identifier: $identifier, input: $input, synchronous: true) {
    product { id handle } userErrors { field message code }
  }
}`;

/** A product without choices has one option of this name with one value. @see shopify.dev, productSet */
const [OPTION, ONLY] = ['Title', 'Default Title'];

export const runSetProduct: RunNode<typeof setProduct> = async ({ params }, ctx) => {
  const { handle, title, description, status, productType, sku, barcode, price, weightKg, metafields } = params;
  const weight = weightKg ? { value: weightKg, unit: 'KILOGRAMS' } : null;
  const variant = {
    optionValues: [{ optionName: OPTION, name: ONLY }],
    sku,
    ...said({ barcode, price, inventoryItem: weight && { measurement: { weight } } }),
  };
  const { payload } = await changeAtShopify(ctx, params.connection, {
    query: SET,
    variables: {
      identifier: { handle },
      input: {
        handle,
        title,
        status,
        ...said({ descriptionHtml: description, productType }),
        productOptions: [{ name: OPTION, values: [{ name: ONLY }] }],
        variants: [variant],
        metafields,
      },
    },
    field: 'productSet',
    made: 'product',
  });
  const product = textAt(payload.product, 'id');
  if (product === undefined) throw unreadable(true);
  return { port: 'written', value: { product, handle: textAt(payload.product, 'handle') ?? handle } };
};

/** Only what is said: a null would empty the field in the shop. */
function said(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, Json] => field[1] !== undefined && field[1] !== null),
  );
}
