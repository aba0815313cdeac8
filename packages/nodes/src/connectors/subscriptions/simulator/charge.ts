/** A subscription as a test or a demo names one. */
export interface SubscriptionSeed {
  readonly email: string;
  readonly name: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  /** Decimal, in EUR. */
  readonly price: string;
}

export type ChargeStatus = 'queued' | 'success' | 'error' | 'skipped';

/** One renewal. */
export interface Charge {
  readonly id: number;
  readonly subscription: number;
  status: ChargeStatus;
  attempts: number;
  readonly createdAt: number;
  readonly scheduledAt: number;
  updatedAt: number;
  processedAt: number | null;
  /** Nothing more becomes of it, and the next renewal is queued. */
  isOver: boolean;
}

/** As `GET /charges/{id}` of 2021-11 gives it, as far as it is played. */
export function chargeView(charge: Charge, { email, name, sku, title, quantity, price }: SubscriptionSeed): object {
  const [first = name, ...rest] = name.split(' ');
  const total = ((Math.round(Number(price) * 100) * quantity) / 100).toFixed(2);
  const iso = (at: number): string => new Date(at).toISOString();
  const address = {
    address1: 'Torstraße 140',
    address2: null,
    city: 'Berlin',
    company: null,
    country_code: 'DE',
    first_name: first,
    last_name: rest.join(' '),
    phone: null,
    province: null,
    zip: '10119',
  };
  return {
    id: charge.id,
    address_id: charge.subscription + 1_000_000,
    billing_address: address,
    charge_attempts: charge.attempts,
    created_at: iso(charge.createdAt),
    currency: 'EUR',
    customer: { id: charge.subscription + 2_000_000, email },
    error: charge.status === 'error' ? 'Your card was declined.' : null,
    line_items: [
      {
        purchase_item_id: charge.subscription,
        purchase_item_type: 'subscription',
        quantity,
        sku,
        tax_due: '0.00',
        title,
        total_price: total,
        unit_price: price,
        unit_price_includes_tax: true,
      },
    ],
    processed_at: charge.processedAt === null ? null : iso(charge.processedAt),
    scheduled_at: iso(charge.scheduledAt).slice(0, 10),
    shipping_address: address,
    status: charge.status,
    subtotal_price: total,
    taxes_included: true,
    total_discounts: '0.00',
    total_price: total,
    total_tax: '0.00',
    type: 'recurring',
    updated_at: iso(charge.updatedAt),
  };
}
