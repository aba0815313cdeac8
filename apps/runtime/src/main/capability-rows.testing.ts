import { describe, expect, it } from 'vitest';
import type { CapabilityWorld } from './capability-samples.testing.ts';

const shipTo = { name: 'Ada Kern', street: ['Lange Reihe 7'], city: 'Hamburg', postalCode: '20099', country: 'DE' };

/** Goods, wherever they lie, and the money that goes back for them. */
export function rowsOfGoods(world: () => CapabilityWorld): void {
  describe('goods in a warehouse, and at a supplier', () => {
    const lines = [{ sku: 'LAMP-OAK', quantity: 1 }];

    it.each([
      { location: 'BER-1', locationKind: 'warehouse', document: 'shipment', system: 'wms' },
      { location: 'LUMEN', locationKind: 'supplier', document: 'purchase order', system: 'dropship' },
    ])('are reserved, given back and sent from $location', async ({ document, system, ...place }) => {
      const { ask } = world();
      const reference = `#G-1/${place.location}`;
      const short = await ask('reserve-inventory', {
        reference,
        ...place,
        lines: [{ sku: 'LAMP-OAK', quantity: 90_000 }],
      });
      expect(short).toMatchObject({ status: 'short', lines: [{ sku: 'LAMP-OAK', quantity: 0 }] });
      const held = await ask('reserve-inventory', { reference, ...place, lines });
      expect(held).toMatchObject({
        reference,
        status: 'reserved',
        lines: [{ sku: 'LAMP-OAK', quantity: 1, short: 0 }],
      });
      const { reservationId } = held;
      expect(await ask('release-inventory', { reference, ...place, reservationId })).toMatchObject({
        status: 'released',
      });
      const again = await ask('reserve-inventory', { reference, ...place, lines });
      const request = {
        reference,
        orderReference: '#G-1',
        ...place,
        reservationId: again.reservationId,
        lines,
        shipTo,
      };
      expect(await ask('release-shipment', request)).toMatchObject({ reference, document, system });
    });

    it('are stopped before they leave', async () => {
      const { ask } = world();
      const [reference, location] = ['#G-2/BER-SHOP', 'BER-SHOP'];
      const request = { reference, orderReference: '#G-2', location, locationKind: 'shop', service: 'pickup' };
      const sent = await ask('release-shipment', { ...request, lines: [{ sku: 'MUG-BLUE', quantity: 1 }] });
      const stop = { reference, number: sent.number, location, locationKind: 'shop' };
      expect(await ask('cancel-shipment', stop)).toMatchObject({ status: 'cancelled', system: 'wms' });
      expect(await ask('release-shipment', { ...request, location: 'NOWHERE', lines: [] })).toMatchObject({
        code: 'contract-broken',
      });
    });
  });

  describe('a credit', () => {
    it('stands for a return, and is taken back with it, or counts once it is released', async () => {
      const { ask } = world();
      const rma = { rma: 'RMA-C1', orderReference: '#C-1', soldBy: '1010', status: 'approved' };
      const authorised = await ask('authorise-return', {
        ...{ ...rma, requestedAt: '2026-11-24T10:00:00Z' },
        lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
      });
      expect(authorised).toMatchObject({ decision: 'authorised', system: 's4hana' });
      const request = {
        ...{ reference: 'RMA-C1', orderReference: '#C-1', returnNumber: authorised.number, currency: 'EUR' },
        lines: [{ sku: 'MUG-BLUE', quantity: 1, amount: '12.50' }],
      };
      const first = await ask('create-credit-memo', request);
      expect(first).toMatchObject({ system: 's4hana', status: 'created', total: { amount: '12.50', currency: 'EUR' } });
      const named = { reference: 'RMA-C1', number: first.number };
      expect(await ask('cancel-credit-memo', named)).toMatchObject({ status: 'cancelled' });
      expect(await ask('withdraw-return', { rma: 'RMA-C1', number: authorised.number })).toMatchObject({
        status: 'withdrawn',
      });
      const second = await ask('create-credit-memo', { ...request, reference: 'RMA-C2', returnNumber: undefined });
      const other = { reference: 'RMA-C2', number: second.number };
      expect(await ask('release-credit-memo', other)).toMatchObject({ status: 'released' });
    });
  });
}

/** Money, tax, carriers, and those who count. */
export function rowsOfServices(world: () => CapabilityWorld): void {
  it('authorise-payment, capture-payment, refund-payment: held, taken in part, and given back, with a no as an answer', async () => {
    const { ask } = world();
    const amount = { amount: '38.65', currency: 'EUR' };
    const request = { orderReference: '#P-1', paymentMethod: 'pm_card_visa', amount };
    const held = await ask('authorise-payment', request);
    expect(held).toMatchObject({ status: 'authorised', system: 'stripe', amount });
    expect(await ask('authorise-payment', { ...request, paymentMethod: 'pm_card_visa_chargeDeclined' })).toMatchObject({
      status: 'declined',
    });
    const { paymentId } = held;
    const part = { amount: '30.00', currency: 'EUR' };
    expect(await ask('capture-payment', { orderReference: '#P-1', paymentId, amount: part })).toMatchObject({
      ...{ kind: 'capture', status: 'succeeded', amount: part },
    });
    expect(await ask('capture-payment', { orderReference: '#P-1', paymentId, amount })).toMatchObject({
      code: 'capture-refused',
    });
    const back = { reference: '#P-1', provider: 'stripe', paymentId };
    expect(await ask('refund-payment', back)).toMatchObject({ status: 'refunded', system: 'stripe', amount: part });
    // Asked again it is the same refund; another one finds nothing left.
    expect(await ask('refund-payment', back)).toMatchObject({ status: 'refunded', system: 'stripe' });
    const more = { ...back, reference: '#P-1/more' };
    expect(await ask('refund-payment', more)).toMatchObject({ status: 'refused', system: 'stripe' });
    const shop = { reference: 'RMA-P1', provider: 'shopify', orderId: '1', amount: part };
    expect(await ask('refund-payment', shop)).toMatchObject({ status: 'refused', system: 'shopify' });
  });

  it('quote-tax: says what is owed by line, and what it cannot work with', async () => {
    const { ask } = world();
    const basket = {
      ...{ reference: 'B-77', customer: 'C-1', currency: 'USD' },
      shipTo: { street: ['123 Main Street'], city: 'Irvine', region: 'CA', postalCode: '92615', country: 'US' },
      lines: [{ id: '1', sku: 'YARN', quantity: 2, amount: '100.00' }],
    };
    expect(await ask('quote-tax', basket)).toMatchObject({
      ...{ reference: 'B-77', system: 'avatax', tax: { amount: '7.75', currency: 'USD' } },
      lines: [{ id: '1', tax: '7.75' }],
    });
    const { street: _, ...nowhere } = basket.shipTo;
    expect(await ask('quote-tax', { ...basket, shipTo: nowhere })).toMatchObject({ code: 'tax-refused' });
  });

  it('buy-label: one label for a shipment, of any carrier or on our own account', async () => {
    const { ask } = world();
    const shipFrom = {
      company: 'Lockstep',
      street: ['Am Hafen 1'],
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    };
    const parcel = { reference: 'S-R1', shipTo, shipFrom, weightGrams: 436 };
    const cheapest = await ask('buy-label', parcel);
    expect(cheapest).toMatchObject({ status: 'bought', system: 'easypost' });
    expect(await ask('buy-label', parcel)).toEqual(cheapest);
    expect(await ask('buy-label', { ...parcel, reference: 'S-R2', service: 'Rocket' })).toMatchObject({
      status: 'no-rate',
    });
    const ours = { ...parcel, reference: 'S-R3', broker: 'shipstation', account: 'se-1', service: 'ups_standard' };
    const bought = await ask('buy-label', ours);
    expect(bought).toMatchObject({ status: 'bought', system: 'shipstation', service: 'ups_standard' });
    expect(await ask('buy-label', ours)).toEqual(bought);
  });

  it('send-events: each event is there once', async () => {
    const { ask } = world();
    const event = (id: string) => ({ id, type: 'order.completed', at: '2026-11-20T09:14:05Z' });
    const sent = await ask('send-events', { batch: 'b-1', events: [event('row-1'), event('row-2')] });
    expect(sent).toMatchObject({ system: 'elasticsearch', events: 2, created: 2, known: 0 });
    const more = await ask('send-events', { batch: 'b-2', events: [event('row-2'), event('row-3')] });
    expect(more).toMatchObject({ events: 2, created: 1, known: 1 });
  });
}
