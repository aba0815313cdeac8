import { z } from 'zod';
import type { Random } from '../../../simulators/kit/random.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

/** Body of `POST /v1/shipments`. */
export const ShipmentRequest = z.strictObject({
  orderRef: text(64),
  warehouse: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,15}$/),
  allocationId: text(64).optional(),
  service: z.enum(['parcel', 'pickup']).default('parcel'),
  shipTo: z.record(z.string(), z.json()).optional(),
  lines: z
    .array(z.strictObject({ sku: text(64), quantity: z.int().min(1).max(100_000) }))
    .min(1)
    .max(500),
});
export type ShipmentRequest = z.infer<typeof ShipmentRequest>;

/** What a person in the warehouse does next. A pick-up is made ready, and collected by the customer. */
export const MOVES = ['pick', 'pack', 'ship', 'collect'] as const;
export type Move = (typeof MOVES)[number];

export interface ShipmentLine {
  readonly sku: string;
  readonly quantity: number;
  readonly picked: number;
  /** Not found where it should have been; known once it was picked. */
  readonly short: number;
  readonly shipped: number;
}

export interface Package {
  readonly trackingNumber: string;
  readonly carrier: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

export interface Shipment {
  readonly id: string;
  readonly orderRef: string;
  readonly warehouse: string;
  readonly allocationId?: string;
  readonly service: 'parcel' | 'pickup';
  readonly status:
    | 'released'
    | 'picked'
    | 'packed'
    | 'ready'
    | 'partially_shipped'
    | 'shipped'
    | 'collected'
    | 'cancelled';
  readonly lines: readonly ShipmentLine[];
  readonly packages: readonly Package[];
  readonly createdAt: string;
}

/** The event that tells of a status; a shipment that is partly on its way says so as shipped, by its lines. */
export const EVENT_OF: Readonly<Record<Shipment['status'], string>> = {
  released: 'shipment.released',
  picked: 'shipment.picked',
  packed: 'shipment.packed',
  ready: 'shipment.ready',
  partially_shipped: 'shipment.shipped',
  shipped: 'shipment.shipped',
  collected: 'shipment.collected',
  cancelled: 'shipment.cancelled',
};

export function shipmentOf(
  { lines, allocationId, shipTo: _, ...request }: ShipmentRequest,
  id: string,
  at: string,
): Shipment {
  return {
    id,
    ...request,
    ...(allocationId !== undefined && { allocationId }),
    status: 'released',
    lines: lines.map((line) => ({ ...line, picked: 0, short: 0, shipped: 0 })),
    packages: [],
    createdAt: at,
  };
}

/** Pieces by SKU that a person names; all there are where absent. */
export type Named = readonly { readonly sku: string; readonly quantity: number }[] | undefined;

const named = (wanted: Named, sku: string, all: number): number =>
  wanted === undefined ? all : Math.min(all, wanted.find((one) => one.sku === sku)?.quantity ?? 0);

export interface Draws {
  readonly random: Random;
  /** Share of lines of which only half is found. 0 to 1 */
  readonly shortPick: number;
  /** Share of lines of which one piece more is taken. 0 to 1 */
  readonly overShip: number;
  readonly nextTracking: () => string;
}

/** The shipment after a move; a text where it cannot be made now. */
export function moved(shipment: Shipment, move: Move, wanted: Named, draws: Draws): Shipment | string {
  const { status, service } = shipment;
  const not = `A shipment that is ${status} cannot be: ${move}`;
  switch (move) {
    case 'pick':
      return status === 'released' ? picked(shipment, wanted, draws) : not;
    case 'pack':
      if (status !== 'picked') return not;
      return { ...shipment, status: service === 'pickup' ? 'ready' : 'packed' };
    case 'ship':
      return ['packed', 'partially_shipped'].includes(status) ? shipped(shipment, wanted, draws) : not;
    case 'collect':
      return status === 'ready' ? collected(shipment) : not;
    default:
      return move satisfies never;
  }
}

function picked(shipment: Shipment, wanted: Named, { random, shortPick, overShip }: Draws): Shipment {
  const lines = shipment.lines.map((line) => {
    const found = random.chance(shortPick) ? Math.floor(line.quantity / 2) : line.quantity;
    const count = named(wanted, line.sku, random.chance(overShip) ? line.quantity + 1 : found);
    return { ...line, picked: count, short: Math.max(0, line.quantity - count) };
  });
  // With nothing found there is nothing to pack: the shipment is over.
  return { ...shipment, lines, status: lines.some((line) => line.picked > 0) ? 'picked' : 'cancelled' };
}

function shipped(shipment: Shipment, wanted: Named, { nextTracking }: Draws): Shipment | string {
  const leaving = shipment.lines
    .map(({ sku, picked: count, shipped: gone }) => ({ sku, quantity: named(wanted, sku, count - gone) }))
    .filter(({ quantity }) => quantity > 0);
  if (leaving.length === 0) return 'Nothing of that is packed';
  const lines = shipment.lines.map((line) => ({
    ...line,
    shipped: line.shipped + (leaving.find(({ sku }) => sku === line.sku)?.quantity ?? 0),
  }));
  const parcel = { trackingNumber: nextTracking(), carrier: 'DHL', lines: leaving };
  const isWhole = lines.every((line) => line.shipped === line.picked);
  return {
    ...shipment,
    lines,
    packages: [...shipment.packages, parcel],
    status: isWhole ? 'shipped' : 'partially_shipped',
  };
}

function collected(shipment: Shipment): Shipment {
  return { ...shipment, lines: shipment.lines.map((line) => ({ ...line, shipped: line.picked })), status: 'collected' };
}

/** A shipment can be stopped until it is packed, a pick-up until it is collected. */
export function isTooLate({ status, service }: Shipment): boolean {
  if (service === 'pickup') return status === 'collected';
  return ['packed', 'partially_shipped', 'shipped'].includes(status);
}
