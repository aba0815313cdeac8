import type { Contract } from '../contract.ts';
import { closed, contractSchema, count, listOf, oneOf, text, time } from '../parts.ts';

/** Kinds of places that have goods: a binding may go by them. */
export const LOCATION_KINDS = ['warehouse', 'shop', 'supplier'] as const;
const locationKind = oneOf(LOCATION_KINDS, 'What kind of place that is.');

/** What is asked of whoever keeps the stock: hold all of these lines, or nothing. */
export const inventoryReservationRequest: Contract = {
  name: 'inventory-reservation-request',
  version: '1.1.0',
  title: 'Inventory reservation request',
  description: 'Hold these quantities for an order, all of them or none.',
  schema: contractSchema(
    'InventoryReservationRequest',
    closed(
      {
        reference: text('Order the stock is held for.'),
        location: text('Place to take it from; where the answering system decides when absent.'),
        locationKind,
        whenAway: oneOf(
          ['fail', 'short'],
          'What is said of a place that cannot be asked within about half a minute: nothing ("fail", when absent), or that it has none.',
        ),
        lines: listOf(
          closed(
            {
              lineId: text('Line of the order.'),
              sku: text('Article number of the merchant.'),
              quantity: count('Pieces to hold.', 1),
            },
            ['sku', 'quantity'],
          ),
          'What is to be held.',
          { minItems: 1 },
        ),
        holdUntil: time('When the hold may lapse; as long as the answering system likes when absent.'),
      },
      ['reference', 'lines'],
    ),
  ),
  example: { reference: '#1042', location: 'BER-1', lines: [{ lineId: '1', sku: 'MUG-BLUE', quantity: 2 }] },
};

/** What was held. */
export const inventoryReservation: Contract = {
  name: 'inventory-reservation',
  version: '1.1.0',
  title: 'Inventory reservation',
  description: 'Stock that is held for an order, and where.',
  schema: contractSchema(
    'InventoryReservation',
    closed(
      {
        reference: text('Order the stock is held for.'),
        reservationId: text('What the reservation is released or shipped by.'),
        status: oneOf(['reserved', 'short'], 'All is held, or nothing is because something is short.'),
        location: text('Place it lies at.'),
        lines: listOf(
          closed(
            {
              sku: text('Article number of the merchant.'),
              quantity: count('Pieces held.'),
              short: count('Pieces that are missing.'),
            },
            ['sku', 'quantity'],
          ),
          'What is held of each line.',
        ),
        reason: text('Why nothing is held, where that is not for want of stock.'),
      },
      ['reference', 'status'],
    ),
  ),
  example: {
    reference: '#1042',
    reservationId: 'al_7001',
    status: 'reserved',
    location: 'BER-1',
    lines: [{ sku: 'MUG-BLUE', quantity: 2, short: 0 }],
  },
};

/** Stock that is not needed after all. */
export const inventoryReleaseRequest: Contract = {
  name: 'inventory-release-request',
  version: '1.1.0',
  title: 'Inventory release request',
  description: 'Give back what was held for an order.',
  schema: contractSchema(
    'InventoryReleaseRequest',
    closed(
      {
        reference: text('Order the stock was held for.'),
        reservationId: text('Reservation that is given back; absent when nothing was held.'),
        location: text('Place that holds it.'),
        locationKind,
      },
      ['reference'],
    ),
  ),
  example: { reference: '#1042', reservationId: 'al_7001' },
};

export const inventoryRelease: Contract = {
  name: 'inventory-release',
  version: '1.0.0',
  title: 'Inventory release',
  description: 'That nothing is held any more.',
  schema: contractSchema(
    'InventoryRelease',
    closed(
      {
        reference: text('Order the stock was held for.'),
        status: oneOf(['released', 'unknown'], 'Given back, or there was no such reservation any more.'),
      },
      ['reference', 'status'],
    ),
  ),
  example: { reference: '#1042', status: 'released' },
};
