/** Mapping script of the sample "Order to ERP": a Shopify order (webhook or REST body) to the canonical order. */
export const shopifyToOrder = `// A Shopify order to the canonical order.
// Money stays text from end to end: no amount ever becomes a float.
type Row = Record<string, any>;

export default function map(input: Row) {
  const currency = input.currency ?? input.line_items[0].price_set?.shop_money?.currency_code;
  const money = (amount: unknown) => ({ amount: String(amount ?? '0'), currency });

  return {
    reference: input.name,
    externalId: String(input.id),
    channel: { name: 'shopify', source: text(input.source_name) },
    placedAt: text(input.created_at) ?? text(input.processed_at) ?? new Date().toISOString(),
    updatedAt: text(input.updated_at),
    cancelledAt: text(input.cancelled_at),
    test: input.test === true,
    currency,
    customer: customer(input),
    billTo: address(input.billing_address),
    shipTo: address(input.shipping_address),
    lines: input.line_items.map((line: Row, index: number) => ({
      id: String(line.id ?? index + 1),
      sku: text(line.sku) ?? standIn(line, index),
      name: text(line.name) ?? text(line.title),
      quantity: line.quantity,
      // Shopify lowers current_quantity for refunds and edits: those pieces must not be shipped.
      cancelledQuantity: Math.max(0, line.quantity - (line.current_quantity ?? line.quantity)),
      shippable: line.requires_shipping !== false,
      unitPrice: money(line.price),
      discounts: list(line.discount_allocations).map((part) => ({
        reason: discountName(input, part),
        amount: money(part.amount),
      })),
      taxes: taxes(line.tax_lines, money),
    })),
    shipping: list(input.shipping_lines).map((line) => ({
      method: text(line.title) ?? text(line.code) ?? 'Shipping',
      price: money(line.price),
      taxes: taxes(line.tax_lines, money),
    })),
    totals: {
      items: input.total_line_items_price == null ? undefined : money(input.total_line_items_price),
      discount: input.total_discounts == null ? undefined : money(input.total_discounts),
      shipping: shopMoney(input.total_shipping_price_set, money),
      tax: input.total_tax == null ? undefined : money(input.total_tax),
      total: money(input.total_price),
      refunded: refunded(input, money),
      customerCurrency: customerCurrency(input, currency),
    },
    taxesIncluded: input.taxes_included === true,
    paymentStatus: text(input.financial_status),
    discountCodes: list(input.discount_codes).flatMap((entry) => text(entry.code) ?? []),
    note: text(input.note),
    tags: (text(input.tags) ?? '').split(',').flatMap((tag) => text(tag) ?? []),
    attributes: list(input.note_attributes).flatMap((entry) =>
      text(entry.name) === undefined ? [] : [{ name: entry.name, value: String(entry.value ?? '') }],
    ),
  };
}

/** Text without blanks around it, or nothing. */
function text(value: unknown): string | undefined {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? undefined : trimmed;
}

function list(value: unknown): Row[] {
  return Array.isArray(value) ? value : [];
}

/** Custom items have no article number; the variant, else the line, names them so that a person can find them. */
function standIn(line: Row, index: number): string {
  if (line.variant_id != null) return 'VARIANT-' + line.variant_id;
  return 'LINE-' + (line.id ?? index + 1);
}

function customer(input: Row) {
  const { id, first_name, last_name, email, phone } = input.customer ?? {};
  const known = {
    id: id == null ? undefined : String(id),
    name: text([text(first_name), text(last_name)].filter(Boolean).join(' ')) ?? text(input.billing_address?.name),
    email: text(input.email) ?? text(input.contact_email) ?? text(email),
    phone: text(input.phone) ?? text(phone),
    language: text(input.customer_locale),
  };
  return Object.values(known).some((value) => value !== undefined) ? known : undefined;
}

function address(from: Row | null | undefined) {
  if (!from) return undefined;
  const country = text(from.country_code)?.toUpperCase();
  return {
    name: text(from.name) ?? text([text(from.first_name), text(from.last_name)].filter(Boolean).join(' ')),
    company: text(from.company),
    street: [from.address1, from.address2].flatMap((line) => text(line) ?? []),
    city: text(from.city),
    postalCode: text(from.zip),
    region: text(from.province_code) ?? text(from.province),
    country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
    phone: text(from.phone),
  };
}

function taxes(lines: unknown, money: (amount: unknown) => Row) {
  return list(lines).map((tax) => ({
    name: text(tax.title) ?? 'Tax',
    rate: typeof tax.rate === 'number' ? tax.rate : undefined,
    amount: money(tax.price),
  }));
}

function discountName(input: Row, part: Row): string | undefined {
  const application = list(input.discount_applications)[part.discount_application_index];
  return text(application?.code) ?? text(application?.title) ?? text(application?.description);
}

function shopMoney(set: Row | null | undefined, money: (amount: unknown) => Row) {
  return set?.shop_money ? money(set.shop_money.amount) : undefined;
}

/** What went back to the customer, added up in the smallest digits so that cents stay exact. */
function refunded(input: Row, money: (amount: unknown) => Row) {
  const amounts = list(input.refunds)
    .flatMap((refund) => list(refund.transactions))
    .filter((transaction) => transaction.kind === 'refund' && transaction.status === 'success')
    .map((transaction) => String(transaction.amount ?? '0'));
  if (amounts.length === 0) return undefined;
  const digits = Math.max(...amounts.map((amount) => (amount.split('.')[1] ?? '').length));
  const sum = amounts.reduce((total, amount) => {
    const [whole, part = ''] = amount.split('.');
    return total + BigInt(whole + part.padEnd(digits, '0'));
  }, 0n);
  const plain = String(sum).padStart(digits + 1, '0');
  return money(digits === 0 ? plain : plain.slice(0, -digits) + '.' + plain.slice(-digits));
}

/** The total as the customer saw it, when that was in another currency than the shop's. */
function customerCurrency(input: Row, currency: string) {
  const seen = input.total_price_set?.presentment_money;
  if (!seen || text(seen.currency_code) === undefined || seen.currency_code === currency) return undefined;
  return { amount: String(seen.amount), currency: seen.currency_code };
}
`;
