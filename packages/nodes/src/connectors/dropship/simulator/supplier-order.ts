import { z } from 'zod';

const text = (max: number) => z.string().trim().min(1).max(max);
const Quantity = z.looseObject({ amount: z.int().min(1).max(100_000), unitOfMeasure: text(20).optional() });

/** One order of `POST /orders/v1/purchaseOrders`. */
export const NewOrder = z.looseObject({
  purchaseOrderNumber: text(64),
  orderDetails: z.looseObject({
    customerOrderNumber: text(64),
    orderDate: text(40),
    sellingParty: z.looseObject({ partyId: text(40) }),
    shipToParty: z.looseObject({
      name: text(120).optional(),
      addressLine1: text(200),
      city: text(80),
      countryCode: text(3),
    }),
    reservationReference: text(64).optional(),
    items: z
      .array(
        z.looseObject({ itemSequenceNumber: text(5), vendorProductIdentifier: text(64), orderedQuantity: Quantity }),
      )
      .min(1)
      .max(500),
  }),
});
export type NewOrder = z.infer<typeof NewOrder>;

export const ACKNOWLEDGEMENT_CODES = ['Accepted', 'Backordered', 'Rejected'] as const;

export interface ItemAcknowledgement {
  readonly acknowledgementCode: (typeof ACKNOWLEDGEMENT_CODES)[number];
  readonly acknowledgedQuantity: { readonly amount: number; readonly unitOfMeasure: string };
  readonly scheduledShipDate?: string;
  readonly rejectionReason?: 'TemporarilyUnavailable' | 'InvalidProductIdentifier' | 'ObsoleteProduct';
}

export interface SupplierItem {
  readonly itemSequenceNumber: string;
  readonly vendorProductIdentifier: string;
  readonly orderedQuantity: { readonly amount: number; readonly unitOfMeasure: string };
  readonly acknowledgement?: ItemAcknowledgement;
  readonly shippedQuantity: { readonly amount: number; readonly unitOfMeasure: string };
}

export interface Shipment {
  readonly trackingNumber: string;
  readonly carrier: string;
  readonly shippedDate: string;
  readonly items: readonly { readonly itemSequenceNumber: string; readonly amount: number }[];
}

export interface SupplierOrder {
  readonly purchaseOrderNumber: string;
  readonly transactionId: string;
  readonly orderDetails: Omit<NewOrder['orderDetails'], 'items'> & {
    readonly orderStatus: 'NEW' | 'ACKNOWLEDGED' | 'SHIPPED' | 'CANCELLED' | 'REJECTED';
    readonly items: readonly SupplierItem[];
  };
  readonly shipments: readonly Shipment[];
}

export function orderOf({ purchaseOrderNumber, orderDetails }: NewOrder, transactionId: string): SupplierOrder {
  return {
    purchaseOrderNumber,
    transactionId,
    orderDetails: {
      ...orderDetails,
      orderStatus: 'NEW',
      items: orderDetails.items.map(({ itemSequenceNumber, vendorProductIdentifier, orderedQuantity }) => {
        const unitOfMeasure = orderedQuantity.unitOfMeasure ?? 'EACH';
        return {
          itemSequenceNumber,
          vendorProductIdentifier,
          orderedQuantity: { amount: orderedQuantity.amount, unitOfMeasure },
          shippedQuantity: { amount: 0, unitOfMeasure },
        };
      }),
    },
    shipments: [],
  };
}

/** What is said of an item, by its article number or its place in the order. */
export interface Answer {
  readonly item: string;
  readonly code: ItemAcknowledgement['acknowledgementCode'];
  readonly shipDate?: string | undefined;
}

const isItem = ({ itemSequenceNumber, vendorProductIdentifier }: SupplierItem, item: string): boolean =>
  item === itemSequenceNumber || item === vendorProductIdentifier;

/** The order after an acknowledgement; items without an answer of their own are accepted. Said again it replaces what was said. */
export function acknowledged(order: SupplierOrder, answers: readonly Answer[]): SupplierOrder {
  const items = order.orderDetails.items.map((item) => {
    const answer = answers.find((one) => isItem(item, one.item));
    if (!answer && item.acknowledgement) return item;
    return { ...item, acknowledgement: acknowledgementOf(item, answer) };
  });
  const open = items.some(({ acknowledgement }) => acknowledgement?.acknowledgementCode !== 'Rejected');
  const { orderStatus } = order.orderDetails;
  const next = orderStatus === 'SHIPPED' ? orderStatus : open ? 'ACKNOWLEDGED' : 'REJECTED';
  return { ...order, orderDetails: { ...order.orderDetails, items, orderStatus: next } };
}

function acknowledgementOf({ orderedQuantity }: SupplierItem, answer: Answer | undefined): ItemAcknowledgement {
  const code = answer?.code ?? 'Accepted';
  return {
    acknowledgementCode: code,
    acknowledgedQuantity: { ...orderedQuantity, amount: code === 'Rejected' ? 0 : orderedQuantity.amount },
    ...(answer?.shipDate !== undefined && { scheduledShipDate: answer.shipDate }),
    ...(code === 'Rejected' && { rejectionReason: 'TemporarilyUnavailable' as const }),
  };
}

/** Items that may leave: not rejected, not wholly sent. */
export function openItems({ orderDetails }: SupplierOrder): readonly SupplierItem[] {
  return orderDetails.items.filter(
    ({ acknowledgement, orderedQuantity, shippedQuantity }) =>
      acknowledgement?.acknowledgementCode !== 'Rejected' && shippedQuantity.amount < orderedQuantity.amount,
  );
}

/** The order after a parcel; `undefined` when none of the items named is open. */
export function shipped(
  order: SupplierOrder,
  wanted: readonly string[] | undefined,
  parcel: Omit<Shipment, 'items'>,
): { readonly order: SupplierOrder; readonly shipment: Shipment } | undefined {
  const leaving = openItems(order).filter((item) => wanted === undefined || wanted.some((one) => isItem(item, one)));
  if (leaving.length === 0) return undefined;
  const numbers = new Set(leaving.map(({ itemSequenceNumber }) => itemSequenceNumber));
  const items = order.orderDetails.items.map((item) =>
    numbers.has(item.itemSequenceNumber) ? { ...item, shippedQuantity: item.orderedQuantity } : item,
  );
  const shipment: Shipment = {
    ...parcel,
    items: leaving.map(({ itemSequenceNumber, orderedQuantity, shippedQuantity }) => ({
      itemSequenceNumber,
      amount: orderedQuantity.amount - shippedQuantity.amount,
    })),
  };
  const after: SupplierOrder = {
    ...order,
    orderDetails: { ...order.orderDetails, items },
    shipments: [...order.shipments, shipment],
  };
  const whole = openItems(after).length === 0;
  return {
    order: whole ? { ...after, orderDetails: { ...after.orderDetails, orderStatus: 'SHIPPED' } } : after,
    shipment,
  };
}
