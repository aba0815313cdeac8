import { gid, idOf } from '../shop/order-book.ts';
import type { Shop } from '../shop/shop.ts';
import { INVENTORY_ITEMS, LOCATIONS } from '../shop/stock.ts';
import { connection, type Page } from './connection.ts';
import { locationView } from './order-view.ts';

interface ItemView {
  readonly [name: string]: unknown;
}

/** A thing that is stocked, with how much of it is where. */
export function itemView(shop: Shop, id: number): ItemView | null {
  const item = INVENTORY_ITEMS.find((one) => one.id === id);
  if (!item) return null;
  return {
    id: gid('InventoryItem', id),
    sku: item.sku,
    tracked: true,
    inventoryLevel: ({ locationId }: { locationId: string }) => levelView(shop, id, idOf(locationId, 'Location') ?? -1),
    inventoryLevels: (page: Page) =>
      connection(
        LOCATIONS.map((location) => levelView(shop, id, location.id)),
        page,
      ),
  };
}

function levelView(shop: Shop, itemId: number, locationId: number) {
  const available = shop.stock.available(itemId, locationId);
  if (available === undefined) return null;
  return {
    id: gid('InventoryLevel', `${locationId}?inventory_item_id=${itemId}`),
    item: () => itemView(shop, itemId),
    location: locationView(locationId),
    quantities: ({ names }: { names: readonly string[] }) =>
      names.map((name) => ({
        id: gid('InventoryQuantity', `${locationId}?inventory_item_id=${itemId}&name=${name}`),
        name,
        quantity: name === 'available' || name === 'on_hand' ? available : 0,
      })),
  };
}

/** Items a search finds: `sku:MUG-BLUE`, quoted or not; all without one. */
export function searchItems(query: string | null | undefined): readonly number[] {
  const sku = /\bsku:\s*(?:"([^"]*)"|'([^']*)'|(\S+))/.exec(query ?? '');
  const wanted = sku && (sku[1] ?? sku[2] ?? sku[3]);
  return INVENTORY_ITEMS.filter((item) => !wanted || item.sku.toLowerCase() === wanted.toLowerCase()).map(
    ({ id }) => id,
  );
}
