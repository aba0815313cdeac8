/** Mapping script: an order of the marketplace with its items to the canonical order. */
export const amazonToOrder = `// An Amazon order with its items to the canonical order.
type Row = Record<string, any>;

export default function map({ order, items }: { order: Row; items: Row[] }) {
  const currency = order.OrderTotal.CurrencyCode;
  const buyer = order.BuyerInfo;
  const sum = (field: string) => text(items.reduce((total, item) => total + parts(item[field]?.Amount), 0));
  const money = (amount: unknown) => ({ amount: String(amount ?? '0'), currency });

  return {
    reference: order.AmazonOrderId,
    externalId: order.AmazonOrderId,
    channel: { name: 'amazon', source: order.SalesChannel ?? undefined },
    placedAt: order.PurchaseDate,
    updatedAt: order.LastUpdateDate ?? undefined,
    test: false,
    currency,
    customer: buyer && { name: buyer.BuyerName ?? undefined, email: buyer.BuyerEmail ?? undefined },
    shipTo: address(order.ShippingAddress),
    lines: items.map((item) => ({
      id: item.OrderItemId,
      sku: t.lookup('sku', item.SellerSKU, { from: 'marketplace', to: 'shop', missing: 'queue', default: item.SellerSKU }),
      name: item.Title ?? undefined,
      quantity: item.QuantityOrdered,
      cancelledQuantity: 0,
      shippable: true,
      // Amazon tells the price of all pieces of a line.
      unitPrice: money(text(Math.round(parts(item.ItemPrice?.Amount) / item.QuantityOrdered))),
      discounts: parts(item.PromotionDiscount?.Amount) > 0
        ? [{ reason: 'Promotion', amount: money(item.PromotionDiscount.Amount) }]
        : [],
      taxes: item.ItemTax ? [{ name: 'Tax', amount: money(item.ItemTax.Amount) }] : [],
    })),
    shipping: [],
    totals: {
      items: money(sum('ItemPrice')),
      discount: money(sum('PromotionDiscount')),
      tax: money(sum('ItemTax')),
      total: money(order.OrderTotal.Amount),
    },
    taxesIncluded: true,
    paymentStatus: 'paid',
    discountCodes: [],
    tags: [],
    attributes: [],
  };
}

function address(from: Row | undefined) {
  if (!from) return undefined;
  return {
    name: from.Name ?? undefined,
    street: [from.AddressLine1, from.AddressLine2, from.AddressLine3].filter(Boolean),
    city: from.City ?? undefined,
    postalCode: from.PostalCode ?? undefined,
    region: from.StateOrRegion ?? undefined,
    country: from.CountryCode ?? undefined,
    phone: from.Phone ?? undefined,
  };
}

/** Hundredths of a cent as a whole number: no amount is added up as a float. */
function parts(amount: unknown): number {
  const [, sign = '', whole = '0', rest = ''] = /^(-?)(\\d+)(?:\\.(\\d*))?$/.exec(String(amount ?? '0')) ?? [];
  const value = Number(whole) * 10000 + Number(rest.padEnd(4, '0').slice(0, 4));
  return sign === '-' ? -value : value;
}

/** Two decimals, more only where there are some. */
function text(value: number): string {
  const digits = String(Math.abs(value)).padStart(5, '0');
  const rest = digits.slice(-4).replace(/0{1,2}$/, '');
  return (value < 0 ? '-' : '') + digits.slice(0, -4) + '.' + rest;
}
`;
