import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import { z } from 'zod';
import { listAt, textAt } from '../../kit/read-json.ts';
import { askShopify, changeAtShopify, unreadable } from '../client.ts';
import { globalId } from '../params.ts';
import type { setInventory } from './definition.ts';

const FIND = `query Item($query: String!, $location: ID!) {
  inventoryItems(first: 5, query: $query) {
    nodes { id sku inventoryLevel(locationId: $location) { quantities(names: ["available"]) { quantity } } }
  }
}`;

const SET = `mutation SetInventory($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { changes { name delta } }
    userErrors { field message code }
  }
}`;

const Item = z.looseObject({
  id: z.string(),
  sku: z.string().nullish(),
  inventoryLevel: z.looseObject({ quantities: z.array(z.object({ quantity: z.int() })) }).nullish(),
});

const Changes = z.looseObject({ changes: z.array(z.looseObject({ name: z.string(), delta: z.int() })) });

/** What Shopify says when the number is another one; the second is of the older argument `compareQuantity`. */
const STALE = new Set(['shopify-change-from-quantity-stale', 'shopify-compare-quantity-stale']);

export const runSetInventory: RunNode<typeof setInventory> = async ({ params }, ctx) => {
  const { connection, sku, quantity, changeFrom } = params;
  const locationId = globalId('Location', params.location);
  const { id } = await findItem(ctx, connection, { sku, locationId });
  try {
    const { payload } = await changeAtShopify(ctx, connection, {
      query: SET,
      variables: {
        key: ctx.key,
        input: {
          name: 'available',
          reason: params.reason,
          ...(params.reference !== undefined && { referenceDocumentUri: params.reference }),
          // Null is a word of its own here: whatever is there is overwritten.
          quantities: [{ inventoryItemId: id, locationId, quantity, changeFromQuantity: changeFrom ?? null }],
        },
      },
      field: 'inventorySetQuantities',
      made: 'inventoryAdjustmentGroup',
    });
    const group = Changes.safeParse(payload.inventoryAdjustmentGroup);
    if (!group.success) throw unreadable(true);
    const delta = group.data.changes.find(({ name }) => name === 'available')?.delta ?? 0;
    return { port: 'set', value: { sku, quantity, delta } };
  } catch (error) {
    if (!(error instanceof StepError) || !STALE.has(error.failure.code)) throw error;
    const { available } = await findItem(ctx, connection, { sku, locationId });
    return { port: 'stale', value: { sku, asked: quantity, available } };
  }
};

async function findItem(
  ctx: StepContext,
  connection: string,
  { sku, locationId }: { readonly sku: string; readonly locationId: string },
): Promise<{ readonly id: string; readonly available: number }> {
  const variables = { query: `sku:"${sku.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`, location: locationId };
  const { inventoryItems } = await askShopify(ctx, connection, { query: FIND, variables, write: false });
  // A search finds what begins alike, too.
  const node = listAt(inventoryItems, 'nodes').find((one) => textAt(one, 'sku') === sku);
  if (node === undefined) throw unknown('shopify-sku-unknown', `Shopify knows no article ${sku}.`);
  const item = Item.safeParse(node);
  if (!item.success) throw unreadable(false);
  const available = item.data.inventoryLevel?.quantities[0]?.quantity;
  if (available === undefined) {
    throw unknown('shopify-not-stocked', `Article ${sku} is not kept at location ${locationId} of the shop.`);
  }
  return { id: item.data.id, available };
}

function unknown(code: string, message: string): StepError {
  return new StepError({ kind: 'refused', category: 'business', code, message });
}
