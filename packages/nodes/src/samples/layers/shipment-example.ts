/** News of a shipment, as the capability is asked with. */
export const SHIPMENT = {
  ...{ id: 'SHP-1', orderReference: '#1001', fulfilmentGroup: 'BER-1', status: 'in-transit', carrier: 'DHL' },
  trackingNumber: '00340434161094027318',
  lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
  events: [{ status: 'in-transit', at: '2026-11-20T19:40:00Z' }],
};
