/** A return as a shop or a service team asks for it. */
export const RETURN_ASKED = {
  rma: 'RMA-3107',
  order: { name: '#1042', shopify: 450789469, orderedAt: '2026-11-10', salesOrganization: '1010' },
  customer: 'Ada Byron',
  reason: 'unwanted',
  requestedAt: '2026-11-24',
  currency: 'EUR',
  lines: [{ sku: 'MUG-BLUE', lineItem: 466157049, quantity: 1, amount: '14.50' }],
  payment: { provider: 'shopify' },
};
