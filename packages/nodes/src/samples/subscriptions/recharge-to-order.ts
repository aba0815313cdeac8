/** Mapping script: a paid charge of a subscription to the canonical order. */
export const rechargeToOrder = `// A charge at Recharge to the canonical order.
type Row = Record<string, any>;

export default function map({ charge }: { charge: Row }) {
  const money = (amount: unknown) => ({ amount: String(amount ?? '0'), currency: charge.currency });
  const to: Row = charge.shipping_address;

  return {
    reference: 'SUB-' + charge.id,
    externalId: 'recharge-' + charge.id,
    channel: { name: 'recharge', source: 'subscription' },
    placedAt: charge.processed_at,
    updatedAt: charge.updated_at ?? undefined,
    test: false,
    currency: charge.currency,
    customer: { name: nameOf(charge.billing_address ?? to), email: charge.customer?.email ?? undefined },
    shipTo: {
      name: nameOf(to),
      company: to.company ?? undefined,
      street: [to.address1, to.address2].filter(Boolean),
      city: to.city ?? undefined,
      postalCode: to.zip ?? undefined,
      region: to.province ?? undefined,
      country: to.country_code ?? undefined,
      phone: to.phone ?? undefined,
    },
    lines: charge.line_items.map((item: Row, index: number) => ({
      id: String(item.purchase_item_id ?? index + 1),
      sku: item.sku,
      name: item.title ?? undefined,
      quantity: item.quantity,
      cancelledQuantity: 0,
      shippable: true,
      unitPrice: money(item.unit_price),
      discounts: [],
      taxes: Number(item.tax_due ?? 0) > 0 ? [{ name: 'Tax', amount: money(item.tax_due) }] : [],
    })),
    shipping: [],
    totals: {
      items: money(charge.subtotal_price),
      discount: money(charge.total_discounts),
      tax: money(charge.total_tax),
      total: money(charge.total_price),
    },
    taxesIncluded: charge.taxes_included === true,
    paymentStatus: 'paid',
    discountCodes: [],
    tags: [],
    attributes: [],
  };
}

function nameOf(address: Row) {
  return [address.first_name, address.last_name].filter(Boolean).join(' ') || undefined;
}
`;
