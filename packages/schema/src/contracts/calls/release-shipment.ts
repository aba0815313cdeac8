import type { Contract } from '../contract.ts';
import { address, closed, contractSchema, count, listOf, oneOf, ref, text } from '../parts.ts';
import { LOCATION_KINDS } from './reserve-inventory.ts';

/** What a warehouse, a shop or a supplier is to send, or to make ready. */
export const shipmentRequest: Contract = {
  name: 'shipment-request',
  version: '1.0.0',
  title: 'Shipment request',
  description: 'Asks whoever has the goods to send a part of an order, or to make it ready to be collected.',
  schema: contractSchema(
    'ShipmentRequest',
    closed(
      {
        reference: text('What the shipment is recognised by, here and where it is told of.', { maxLength: 64 }),
        orderReference: text('Order it belongs to, as the customer knows it.'),
        location: text('Warehouse, shop or supplier that has the goods.'),
        locationKind: oneOf(LOCATION_KINDS, 'What kind of place that is.'),
        service: oneOf(['parcel', 'pickup'], 'How the customer gets it; a parcel when absent.'),
        reservationId: text('Reservation that it uses up.'),
        lines: listOf(
          closed({ lineId: text('Order line.'), sku: text('Article number.'), quantity: count('Pieces to send.', 1) }, [
            'sku',
            'quantity',
          ]),
          'What is sent.',
          { minItems: 1 },
        ),
        shipTo: ref('address', 'Absent for what is collected.'),
      },
      ['reference', 'orderReference', 'location', 'lines'],
    ),
    { address },
  ),
  example: {
    reference: '#1042/BER-1',
    orderReference: '#1042',
    location: 'BER-1',
    locationKind: 'warehouse',
    reservationId: 'al_7001',
    lines: [{ lineId: '1', sku: 'MUG-BLUE', quantity: 2 }],
    shipTo: { name: 'Jana Müller', street: ['Torstraße 140'], city: 'Berlin', postalCode: '10119', country: 'DE' },
  },
};

/** That it is on its way there. What becomes of it is told later. */
export const shipmentRelease: Contract = {
  name: 'shipment-release',
  version: '1.0.0',
  title: 'Shipment release',
  description: 'The document under which a warehouse, a shop or a supplier sends a part of an order.',
  schema: contractSchema(
    'ShipmentRelease',
    closed(
      {
        reference: text('What the shipment is recognised by.'),
        number: text('Number of the document.'),
        document: oneOf(['shipment', 'purchase order'], 'What kind of document it is.'),
        system: text('System that keeps it.'),
        location: text('Warehouse, shop or supplier that sends it.'),
      },
      ['reference', 'number', 'document', 'system'],
    ),
  ),
  example: { reference: '#1042/BER-1', number: 'sh_7001', document: 'shipment', system: 'wms', location: 'BER-1' },
};

/** What is not to be sent after all. */
export const shipmentCancellationRequest: Contract = {
  name: 'shipment-cancellation-request',
  version: '1.0.0',
  title: 'Shipment cancellation request',
  description: 'Asks whoever has the goods not to send them, or not to keep them ready any longer.',
  schema: contractSchema(
    'ShipmentCancellationRequest',
    closed(
      {
        reference: text('What the shipment is recognised by.'),
        number: text('Number of its document.'),
        location: text('Warehouse, shop or supplier that has the goods.'),
        locationKind: oneOf(LOCATION_KINDS, 'What kind of place that is.'),
      },
      ['reference', 'number'],
    ),
  ),
  example: { reference: '#1042/BER-SHOP', number: 'sh_7001', location: 'BER-SHOP', locationKind: 'shop' },
};

export const shipmentCancellation: Contract = {
  name: 'shipment-cancellation',
  version: '1.0.0',
  title: 'Shipment cancellation',
  description: 'Whether a shipment could still be stopped.',
  schema: contractSchema(
    'ShipmentCancellation',
    closed(
      {
        reference: text('What the shipment is recognised by.'),
        status: oneOf(['cancelled', 'too-late'], 'Stopped, or with the customer or carrier already.'),
        system: text('System that keeps it.'),
        reason: text('Why it was too late.'),
      },
      ['reference', 'status', 'system'],
    ),
  ),
  example: { reference: '#1042/BER-SHOP', status: 'cancelled', system: 'wms' },
};
