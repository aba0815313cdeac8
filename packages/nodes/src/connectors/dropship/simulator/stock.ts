import { z } from 'zod';

export const ReservationRequest = z.looseObject({
  sellingParty: z.looseObject({ partyId: z.string().min(1) }),
  items: z
    .array(
      z.looseObject({
        vendorProductIdentifier: z.string().min(1).max(64),
        requestedQuantity: z.looseObject({ amount: z.int().min(1).max(100_000) }),
      }),
    )
    .min(1)
    .max(500),
});
export type ReservationRequest = z.infer<typeof ReservationRequest>;

export interface Reservation {
  readonly reservationReference: string;
  readonly status: 'RESERVED' | 'PARTIAL' | 'NONE' | 'USED' | 'RELEASED';
  readonly items: readonly { readonly sku: string; readonly requested: number; readonly reserved: number }[];
}

/** What the supplier has, and for whom it keeps it. */
export interface SupplierStock {
  /** Replaces a reservation of this reference. */
  reserve(reference: string, request: ReservationRequest): Reservation;
  /** False when there is none, or it is over. */
  end(reference: string, as: 'USED' | 'RELEASED'): boolean;
  set(sku: string, available: number): void;
  available(sku: string): number;
  levels(): readonly { readonly sku: string; readonly available: number }[];
  reservations(): readonly Reservation[];
}

/** @param usual pieces of an article nobody has counted */
export function createSupplierStock(usual: number): SupplierStock {
  const levels = new Map<string, number>();
  const reservations = new Map<string, Reservation>();
  const available = (sku: string): number => levels.get(sku) ?? usual;
  const isKept = ({ status }: Reservation): boolean => status !== 'USED' && status !== 'RELEASED';

  const giveBack = (reservation: Reservation | undefined): void => {
    if (!reservation || !isKept(reservation)) return;
    for (const { sku, reserved } of reservation.items) levels.set(sku, available(sku) + reserved);
  };
  return {
    reserve: (reference, { items }) => {
      giveBack(reservations.get(reference));
      const kept = items.map(({ vendorProductIdentifier: sku, requestedQuantity: { amount: requested } }) => {
        const reserved = Math.min(requested, available(sku));
        levels.set(sku, available(sku) - reserved);
        return { sku, requested, reserved };
      });
      const isWhole = kept.every(({ requested, reserved }) => requested === reserved);
      const some = kept.some(({ reserved }) => reserved > 0);
      const status = isWhole ? 'RESERVED' : some ? 'PARTIAL' : 'NONE';
      const reservation: Reservation = { reservationReference: reference, status, items: kept };
      reservations.set(reference, reservation);
      return reservation;
    },
    end: (reference, as) => {
      const reservation = reservations.get(reference);
      if (!reservation || !isKept(reservation)) return false;
      if (as === 'RELEASED') giveBack(reservation);
      reservations.set(reference, { ...reservation, status: as });
      return true;
    },
    set: (sku, count) => void levels.set(sku, count),
    available,
    levels: () => [...levels].map(([sku, count]) => ({ sku, available: count })),
    reservations: () => [...reservations.values()],
  };
}
