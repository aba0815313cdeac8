import { PRODUCTS, type Variant } from '../order/products.ts';

/** Where the retailer keeps goods: its warehouses, and a shop people walk into. Each begins with as many pieces of every article. */
export const LOCATIONS = [
  { id: 655_441_491, name: 'Warehouse Dublin', isFulfillmentService: false, first: 40 },
  { id: 655_441_492, name: 'Grafton Street shop', isFulfillmentService: false, first: 6 },
  { id: 655_441_493, name: 'Warehouse Berlin', isFulfillmentService: false, first: 40 },
  { id: 655_441_494, name: 'Warehouse Lyon', isFulfillmentService: false, first: 40 },
  { id: 655_441_495, name: 'Warehouse Amsterdam', isFulfillmentService: false, first: 40 },
  { id: 655_441_496, name: 'Warehouse New Jersey', isFulfillmentService: false, first: 40 },
] as const;

export const WAREHOUSE_ID = LOCATIONS[0].id;

/** How much of each variant can be sold, by location. */
export interface Stock {
  /** Undefined for an item or a location that does not exist. */
  available(itemId: number, locationId: number): number | undefined;
  set(itemId: number, locationId: number, quantity: number): void;
  levels(): readonly { readonly sku: string; readonly locationId: number; readonly available: number }[];
}

/** The inventory item behind a variant has a number of its own. */
const itemIdOf = ({ variantId }: Variant): number => variantId + 500_000;

export const INVENTORY_ITEMS: readonly { readonly id: number; readonly sku: string; readonly variantId: number }[] =
  PRODUCTS.map((variant) => ({ id: itemIdOf(variant), sku: variant.sku, variantId: variant.variantId }));

/** Stock as nobody has set it yet. */
export function createStock(): Stock {
  const changed = new Map<string, number>();
  const known = new Set(INVENTORY_ITEMS.map(({ id }) => id));
  const available = (itemId: number, locationId: number): number | undefined => {
    const location = LOCATIONS.find(({ id }) => id === locationId);
    if (!known.has(itemId) || !location) return undefined;
    return changed.get(`${itemId}/${locationId}`) ?? location.first;
  };
  return {
    available,
    set: (itemId, locationId, quantity) => void changed.set(`${itemId}/${locationId}`, quantity),
    levels: () =>
      LOCATIONS.flatMap(({ id: locationId }) =>
        INVENTORY_ITEMS.map(({ id, sku }) => ({ sku, locationId, available: available(id, locationId) ?? 0 })),
      ),
  };
}

export function itemBySku(sku: string): (typeof INVENTORY_ITEMS)[number] | undefined {
  return INVENTORY_ITEMS.find((item) => item.sku === sku);
}
