import { z } from 'zod';

/** What connectors need of a line of the canonical order; the rest of the line is left alone. */
export const OrderLine = z.looseObject({
  sku: z.string().min(1),
  quantity: z.number().positive(),
  cancelledQuantity: z.number().nonnegative().optional(),
  unit: z.string().optional(),
  /** False for what never leaves a warehouse: gift cards, services. */
  shippable: z.boolean().optional(),
});
export type OrderLine = z.infer<typeof OrderLine>;

/** A line as other systems want it: what is still to be delivered. */
export interface OpenLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unit: string | undefined;
  readonly shippable: boolean;
}

/** The lines with something left to deliver: ordered less cancelled. */
export function openLines(lines: readonly OrderLine[]): readonly OpenLine[] {
  return lines
    .map(({ sku, quantity, cancelledQuantity = 0, unit, shippable = true }) => ({
      sku,
      quantity: quantity - cancelledQuantity,
      unit,
      shippable,
    }))
    .filter(({ quantity }) => quantity > 0);
}
