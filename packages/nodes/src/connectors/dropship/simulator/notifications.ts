import { createHmac } from 'node:crypto';
import type { WebhookAbout } from '../../../simulators/kit/deliveries.ts';
import type { Shipment, SupplierOrder } from './supplier-order.ts';

export type NotificationType = 'ORDER_ACKNOWLEDGEMENT' | 'SHIPMENT_CONFIRMATION';

export interface SupplierNotification extends WebhookAbout {
  readonly notificationType: NotificationType;
  readonly purchaseOrderNumber: string;
}

/** Header with the HMAC-SHA256 of the body, in hex. */
export const SIGNATURE_HEADER = 'X-Dropship-Signature';

export function signatureOf(rawBody: string, secret: string): string {
  return createHmac('sha256', secret).update(rawBody).digest('hex');
}

/** @see vendor direct fulfilment orders v1, `OrderAcknowledgementItem`; codes per item as in vendor orders v1, `OrderItemAcknowledgement` */
export function acknowledgementBody(order: SupplierOrder, at: string): object {
  const { items, sellingParty } = order.orderDetails;
  const isWhole = items.every(({ acknowledgement }) => acknowledgement?.acknowledgementCode === 'Accepted');
  return {
    orderAcknowledgements: [
      {
        purchaseOrderNumber: order.purchaseOrderNumber,
        vendorOrderNumber: `V-${order.purchaseOrderNumber}`,
        acknowledgementDate: at,
        acknowledgementStatus: isWhole
          ? { code: '00', description: 'Shipping 100 percent of ordered product' }
          : { code: '99', description: 'Not all as ordered: see the items' },
        sellingParty,
        itemAcknowledgements: items.map(({ itemSequenceNumber, vendorProductIdentifier, acknowledgement }) => ({
          itemSequenceNumber,
          vendorProductIdentifier,
          ...acknowledgement,
        })),
      },
    ],
  };
}

/** @see vendor direct fulfilment shipping v1, `ShipmentConfirmation` */
export function shipmentBody(order: SupplierOrder, { trackingNumber, carrier, shippedDate, items }: Shipment): object {
  const unit = (number: string) =>
    order.orderDetails.items.find(({ itemSequenceNumber }) => itemSequenceNumber === number);
  return {
    shipmentConfirmations: [
      {
        purchaseOrderNumber: order.purchaseOrderNumber,
        shipmentDetails: { shippedDate, shipmentStatus: 'SHIPPED' },
        sellingParty: order.orderDetails.sellingParty,
        items: items.map(({ itemSequenceNumber, amount }) => ({
          itemSequenceNumber,
          vendorProductIdentifier: unit(itemSequenceNumber)?.vendorProductIdentifier,
          shippedQuantity: { amount, unitOfMeasure: unit(itemSequenceNumber)?.orderedQuantity.unitOfMeasure },
        })),
        containers: [{ containerType: 'carton', containerIdentifier: trackingNumber, trackingNumber, carrier }],
      },
    ],
  };
}
