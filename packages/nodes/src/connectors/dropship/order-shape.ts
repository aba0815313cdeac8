import type { Json, JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import { readAddress } from '../kit/label.ts';
import { type OpenLine, type OrderLine, openLines } from '../kit/order-lines.ts';

const Quantity = z.looseObject({ amount: z.number(), unitOfMeasure: z.string().optional() });

/** An item as the supplier holds it: ordered, said of it, shipped. */
const Item = z.looseObject({
  itemSequenceNumber: z.string(),
  vendorProductIdentifier: z.string(),
  orderedQuantity: Quantity,
  acknowledgement: z
    .looseObject({ acknowledgementCode: z.string(), scheduledShipDate: z.string().nullish() })
    .nullish(),
  shippedQuantity: Quantity.nullish(),
});

/** A purchase order as `GET …/purchaseOrders/{number}` gives it. */
export const SupplierOrder = z.looseObject({
  purchaseOrderNumber: z.string(),
  transactionId: z.string().nullish(),
  orderDetails: z.looseObject({ orderStatus: z.string(), items: z.array(Item) }),
  shipments: z.array(z.looseObject({ trackingNumber: z.string(), carrier: z.string() })).default([]),
});
export type SupplierOrder = z.infer<typeof SupplierOrder>;

/** A purchase order in words of ours. */
export const PlacedOrder = z.object({
  purchaseOrder: z.string(),
  status: z.enum(['new', 'acknowledged', 'shipped', 'cancelled', 'rejected']),
  lines: z.array(
    z.object({
      sku: z.string(),
      ordered: z.number(),
      shipped: z.number(),
      said: z.enum(['nothing', 'accepted', 'backordered', 'rejected']),
      expectedOn: z.string().optional().describe('Day the supplier means to send it, YYYY-MM-DD.'),
    }),
  ),
  shipments: z.array(z.object({ trackingNumber: z.string(), carrier: z.string() })),
});
export type PlacedOrder = z.infer<typeof PlacedOrder>;

const STATUS: Readonly<Record<string, PlacedOrder['status']>> = {
  NEW: 'new',
  ACKNOWLEDGED: 'acknowledged',
  SHIPPED: 'shipped',
  CANCELLED: 'cancelled',
  REJECTED: 'rejected',
};
const SAID: Readonly<Record<string, PlacedOrder['lines'][number]['said']>> = {
  Accepted: 'accepted',
  Backordered: 'backordered',
  Rejected: 'rejected',
};

/** A status nobody knows is taken for the least: the order is there, and nothing more is sure. */
export function placedOrder({ purchaseOrderNumber, orderDetails, shipments }: SupplierOrder): PlacedOrder {
  return {
    purchaseOrder: purchaseOrderNumber,
    status: STATUS[orderDetails.orderStatus] ?? 'new',
    lines: orderDetails.items.map((item) => {
      const date = item.acknowledgement?.scheduledShipDate;
      return {
        sku: item.vendorProductIdentifier,
        ordered: item.orderedQuantity.amount,
        shipped: item.shippedQuantity?.amount ?? 0,
        said: SAID[item.acknowledgement?.acknowledgementCode ?? ''] ?? 'nothing',
        ...(date && { expectedOn: date.slice(0, 10) }),
      };
    }),
    shipments: shipments.map(({ trackingNumber, carrier }) => ({ trackingNumber, carrier })),
  };
}

/** What is still to be sent, as items of the supplier. */
export function itemsOf(lines: readonly OrderLine[]): readonly JsonObject[] {
  return openLines(lines)
    .filter(({ shippable }) => shippable)
    .map((line: OpenLine, at) => ({
      itemSequenceNumber: String(at + 1).padStart(5, '0'),
      vendorProductIdentifier: line.sku,
      orderedQuantity: { amount: line.quantity, unitOfMeasure: line.unit ?? 'EACH' },
    }));
}

/** @throws StepError kind `item` when the address cannot be read */
export function shipToParty(address: Json): JsonObject {
  const { name, company, street, city, postalCode, region, country, phone } = readAddress(address, '"Ship to"');
  const said = {
    name: name ?? company,
    addressLine1: street[0],
    addressLine2: street[1],
    city,
    stateOrRegion: region,
    postalCode,
    countryCode: country,
    phone,
  };
  return Object.fromEntries(
    Object.entries(said).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
