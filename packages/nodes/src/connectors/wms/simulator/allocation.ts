import { z } from 'zod';
import type { Random } from '../../../simulators/kit/random.ts';
import type { Stock } from './stock.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

/** Body of `POST /v1/allocations`. */
export const AllocationRequest = z.strictObject({
  orderRef: text(64),
  warehouse: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,15}$/),
  lines: z
    .array(z.strictObject({ lineRef: text(64).optional(), sku: text(64), quantity: z.int().min(1).max(100_000) }))
    .min(1)
    .max(500),
});
export type AllocationRequest = z.infer<typeof AllocationRequest>;

interface AllocatedLine {
  readonly lineRef: string;
  readonly sku: string;
  readonly requested: number;
  readonly allocated: number;
  readonly short: number;
}

export interface Allocation {
  readonly id: string;
  readonly orderRef: string;
  readonly warehouse: string;
  readonly status: 'allocated' | 'partially_allocated' | 'unallocated' | 'released' | 'used';
  readonly lines: readonly AllocatedLine[];
  readonly createdAt: string;
  readonly releasedAt?: string;
}

/** The lines whose SKU the warehouse does not know, by their place from 0. */
export function unknownLines({ warehouse, lines }: AllocationRequest, stock: Stock): readonly number[] {
  return lines.flatMap(({ sku }, at) => (stock.level(warehouse, sku) === undefined ? [at] : []));
}

/**
 * Takes what there is, line by line, and says what is short. All SKUs must be known.
 *
 * @param shortShare share of lines that get only half of what there is, as after a miscount. 0 to 1
 * @param oversellShare share of lines that are promised in full whatever there is. 0 to 1
 */
export function allocate(
  request: AllocationRequest,
  stock: Stock,
  draw: {
    readonly id: string;
    readonly now: number;
    readonly shortShare: number;
    readonly oversellShare: number;
    readonly random: Random;
  },
): Allocation {
  const lines = request.lines.map(({ lineRef, sku, quantity }, at): AllocatedLine => {
    const level = stock.level(request.warehouse, sku);
    const free = level ? level.onHand - level.allocated : 0;
    const findable = draw.random.chance(draw.shortShare) ? Math.floor(Math.min(free, quantity) / 2) : free;
    const allocated = draw.random.chance(draw.oversellShare) ? quantity : Math.min(quantity, Math.max(0, findable));
    if (level) stock.put({ ...level, allocated: level.allocated + allocated });
    return { lineRef: lineRef ?? String(at + 1), sku, requested: quantity, allocated, short: quantity - allocated };
  });
  const some = lines.some(({ allocated }) => allocated > 0);
  const all = lines.every(({ short }) => short === 0);
  const { orderRef, warehouse } = request;
  const status = all ? 'allocated' : some ? 'partially_allocated' : 'unallocated';
  return { id: draw.id, orderRef, warehouse, status, lines, createdAt: new Date(draw.now).toISOString() };
}

/** Gives the pieces back. A second release changes nothing, nor does one of what a shipment uses. */
export function release(allocation: Allocation, stock: Stock, now: number): Allocation {
  if (allocation.status === 'released' || allocation.status === 'used') return allocation;
  for (const { sku, allocated } of allocation.lines) {
    const level = stock.level(allocation.warehouse, sku);
    if (level) stock.put({ ...level, allocated: level.allocated - allocated });
  }
  return { ...allocation, status: 'released', releasedAt: new Date(now).toISOString() };
}
