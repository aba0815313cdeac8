import { gid, idOf } from './order-book.ts';
import { type Made, refused, type Shop } from './shop.ts';

export interface SetQuantitiesInput {
  readonly name: string;
  readonly reason: string;
  readonly referenceDocumentUri?: string | null;
  readonly quantities: readonly {
    readonly inventoryItemId: string;
    readonly locationId: string;
    readonly quantity: number;
    /** What the caller believes is there; null for a caller who does not care. Required, although the schema does not say so. */
    readonly changeFromQuantity?: number | null;
  }[];
}

interface QuantityChange {
  readonly itemId: number;
  readonly locationId: number;
  readonly delta: number;
  readonly after: number;
}

/**
 * Sets what can be sold, all or none, where the quantities are still what the caller believes.
 *
 * @see shopify.dev, inventorySetQuantities; changelog "Making changeFromQuantity field required" (2026-04)
 */
export function setQuantities(shop: Shop, { name, quantities }: SetQuantitiesInput): Made<readonly QuantityChange[]> {
  if (name !== 'available' && name !== 'on_hand') {
    return refused(['input', 'name'], 'The quantity name must be either available or on_hand.', 'INVALID_NAME');
  }
  const changes: QuantityChange[] = [];
  for (const [at, asked] of quantities.entries()) {
    const field = ['input', 'quantities', String(at)];
    const itemId = idOf(asked.inventoryItemId, 'InventoryItem') ?? -1;
    const locationId = idOf(asked.locationId, 'Location') ?? -1;
    const before = shop.stock.available(itemId, locationId);
    if (before === undefined) {
      return refused(
        [...field, 'inventoryItemId'],
        'The specified inventory item could not be found.',
        'INVALID_INVENTORY_ITEM',
      );
    }
    if (asked.changeFromQuantity === undefined) {
      return refused(
        [...field, 'changeFromQuantity'],
        'changeFromQuantity is required.',
        'CHANGE_FROM_QUANTITY_REQUIRED',
      );
    }
    if (asked.quantity < 0 || asked.quantity > 1_000_000_000) {
      return refused([...field, 'quantity'], "The quantity can't be negative.", 'INVALID_QUANTITY_NEGATIVE');
    }
    if (asked.changeFromQuantity !== null && asked.changeFromQuantity !== before) {
      const message = 'The changeFromQuantity argument no longer matches the persisted quantity.';
      return refused([...field, 'changeFromQuantity'], message, 'CHANGE_FROM_QUANTITY_STALE');
    }
    changes.push({ itemId, locationId, delta: asked.quantity - before, after: asked.quantity });
  }
  if (shop.refuses()) return refused(['input'], 'The inventory cannot be changed now.', 'INTERNAL_ERROR');
  for (const { itemId, locationId, after } of changes) {
    shop.stock.set(itemId, locationId, after);
    shop.tell(
      'inventory_levels/update',
      {},
      {
        inventory_item_id: itemId,
        location_id: locationId,
        available: after,
        updated_at: new Date(shop.clock()).toISOString(),
        admin_graphql_api_id: gid('InventoryLevel', `${locationId}?inventory_item_id=${itemId}`),
      },
    );
  }
  return { made: changes };
}
