/** What happens to a SKU nobody has put on stock. */
export type UnknownSku = 'auto-stock' | 'short' | 'refuse';

/** Pieces of one SKU in one warehouse. */
export interface StockLevel {
  readonly warehouse: string;
  readonly sku: string;
  readonly onHand: number;
  readonly allocated: number;
}

export interface Stock {
  /** The level; made now under `auto-stock`, `undefined` where the SKU is not known here. */
  level(warehouse: string, sku: string): StockLevel | undefined;
  put(level: StockLevel): void;
  all(): readonly StockLevel[];
}

/** @param onChange told of every level that is put there, with the one before */
export function createStock(
  unknownSku: UnknownSku,
  autoStock: number,
  onChange: (level: StockLevel, before: StockLevel | undefined) => void = () => undefined,
): Stock {
  const levels = new Map<string, StockLevel>();
  const key = (warehouse: string, sku: string): string => `${warehouse}\u0000${sku}`;
  const put = (level: StockLevel): void => {
    const place = key(level.warehouse, level.sku);
    const before = levels.get(place);
    levels.set(place, level);
    onChange(level, before);
  };
  return {
    level: (warehouse, sku) => {
      const known = levels.get(key(warehouse, sku));
      if (known || unknownSku === 'refuse') return known;
      const fresh = { warehouse, sku, onHand: unknownSku === 'short' ? 0 : autoStock, allocated: 0 };
      put(fresh);
      return fresh;
    },
    put,
    all: () => [...levels.values()],
  };
}
