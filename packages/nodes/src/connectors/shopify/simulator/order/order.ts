import type { JsonValue } from '../../../../simulators/kit/exchange.ts';
import type { Random } from '../../../../simulators/kit/random.ts';
import type { Person } from '../../../../simulators/vocabulary/people.ts';
import { drawBasket } from './basket.ts';
import { type Buyer, drawBuyer } from './buyer.ts';
import { printLine } from './line.ts';
import { FOREIGN, MARKETS, type Market } from './markets.ts';
import { BROKEN, type Mishap, renamed, spoilOrder } from './mishap.ts';
import { type Currencies, moneySet, printAmount } from './money.ts';
import { contact, customerOf } from './party.ts';

/** An order as the REST Admin API and `orders/*` webhooks of version 2026-07 show it. */
export interface ShopifyOrder {
  readonly id: number;
  readonly name: string;
  readonly created_at: string;
  readonly [key: string]: JsonValue;
}

export interface DrawnOrder {
  readonly order: ShopifyOrder;
  /** The account it was bought with, where the buyer is a regular customer. */
  readonly regular?: Person;
  readonly shopDomain: string;
}

export interface OrderTraits {
  /** Share of orders with the harmless mess of real ones: missing names, odd texts, foreign currencies. 0 to 1. */
  readonly messiness: number;
  /** Share of orders no flow can ship: a line without SKU, no shipping address. 0 to 1. */
  readonly brokenShare: number;
  /** Share of lines that are one of what everybody wants. 0 where absent. */
  readonly hotShare?: number;
  /** What is wrong with this one; drawn by `brokenShare` where absent. */
  readonly mishap?: Mishap | undefined;
}

/** Lines of an order that is far beyond the usual. */
const HUGE_LINES = 250;

export interface Identity {
  readonly orderNumber: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Numbers no other object of this shop has. */
  nextId(): number;
  /** Number of the account of a regular customer; a new one each time where absent. */
  accounts?(person: Person): number;
  /** Tokens and session ids; apart from `random`, so that a seed gives the same goods in every session. */
  readonly tokens: Random;
}

/** A new, paid, unfulfilled order of one of the markets. */
export function drawOrder(random: Random, traits: OrderTraits, identity: Identity): DrawnOrder {
  const market = random.pick(MARKETS);
  const messy = random.chance(traits.messiness);
  const mishap = traits.mishap ?? (random.chance(traits.brokenShare) ? random.pick(BROKEN) : undefined);
  const buyer = renamed(drawBuyer(market, random, messy), mishap, random);
  const { tax } = buyer.place;
  const rule = { rate: tax.rate, included: market.taxesIncluded };
  const basket = drawBasket(random, rule, {
    giftCard: messy && random.chance(0.15),
    hotShare: traits.hotShare ?? 0,
    lines: mishap === 'huge-order' ? HUGE_LINES : undefined,
  });
  const currencies = currenciesOf(market, (messy && random.chance(0.4)) || mishap === 'foreign-currency');
  const set = (cents: number) => moneySet(cents, currencies);

  const { orderNumber, tokens, nextId, now } = identity;
  const id = nextId();
  const at = printTime(now, market.utcOffsetMinutes);
  const token = tokens.hex(32);
  const reached = contact(buyer);
  const taxLine = (cents: number) => ({
    price: printAmount(cents),
    rate: tax.rate,
    title: tax.title,
    price_set: set(cents),
    channel_liable: false,
  });
  const line_items = basket.lines.map((line) =>
    printLine(line, {
      id: nextId(),
      set,
      taxLines: line.tax > 0 ? [taxLine(line.tax)] : [],
      sku: line.variant.sku,
    }),
  );
  const order: ShopifyOrder = {
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    app_id: 580111,
    browser_ip: `203.0.113.${tokens.int(1, 254)}`,
    buyer_accepts_marketing: random.chance(0.4),
    cancel_reason: null,
    cancelled_at: null,
    cart_token: tokens.hex(32),
    checkout_id: nextId(),
    checkout_token: tokens.hex(32),
    client_details: {
      accept_language: market.locale,
      browser_height: null,
      browser_ip: '203.0.113.7',
      browser_width: null,
      session_hash: null,
      user_agent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15',
    },
    closed_at: null,
    confirmation_number: tokens.hex(9).toUpperCase(),
    confirmed: true,
    contact_email: reached.email,
    created_at: at,
    currency: currencies.shop,
    current_subtotal_price: printAmount(basket.subtotal),
    current_subtotal_price_set: set(basket.subtotal),
    current_total_additional_fees_set: null,
    current_total_discounts: printAmount(basket.discounts),
    current_total_discounts_set: set(basket.discounts),
    current_total_duties_set: null,
    current_total_price: printAmount(basket.total),
    current_total_price_set: set(basket.total),
    current_total_tax: printAmount(basket.tax),
    current_total_tax_set: set(basket.tax),
    customer_locale: market.locale,
    device_id: null,
    discount_codes: basket.discount
      ? [{ code: basket.discount.code, amount: printAmount(basket.discounts), type: basket.discount.kind }]
      : [],
    duties_included: false,
    email: reached.email ?? '',
    estimated_taxes: false,
    financial_status: 'paid',
    fulfillment_status: null,
    landing_site: '/?utm_source=newsletter',
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
    merchant_of_record_app_id: null,
    name: `#${orderNumber}`,
    note: buyer.note,
    note_attributes: random.chance(0.1) ? [{ name: 'gift_message', value: 'Herzlichen Glückwunsch! 🎂' }] : [],
    number: orderNumber - 1000,
    order_number: orderNumber,
    order_status_url: `https://${market.shopDomain}/548380009/orders/${token}/authenticate?key=${tokens.hex(32)}`,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_gateway_names: [random.pick(['shopify_payments', 'paypal', 'klarna'])],
    phone: reached.phone,
    po_number: null,
    presentment_currency: currencies.presentment,
    processed_at: at,
    reference: null,
    referring_site: random.chance(0.3) ? 'https://www.search.example/' : '',
    source_identifier: null,
    source_name: 'web',
    source_url: null,
    subtotal_price: printAmount(basket.subtotal),
    subtotal_price_set: set(basket.subtotal),
    tags: random.pick(['', '', '', 'vip', 'newsletter, autumn']),
    tax_exempt: false,
    tax_lines: basket.tax > 0 ? [taxLine(basket.tax)] : [],
    taxes_included: market.taxesIncluded,
    test: false,
    token,
    total_cash_rounding_payment_adjustment_set: set(0),
    total_cash_rounding_refund_adjustment_set: set(0),
    total_discounts: printAmount(basket.discounts),
    total_discounts_set: set(basket.discounts),
    total_line_items_price: printAmount(basket.gross),
    total_line_items_price_set: set(basket.gross),
    total_outstanding: '0.00',
    total_price: printAmount(basket.total),
    total_price_set: set(basket.total),
    total_shipping_price_set: set(basket.shipping),
    total_tax: printAmount(basket.tax),
    total_tax_set: set(basket.tax),
    total_tip_received: '0.00',
    total_weight: basket.grams,
    updated_at: at,
    user_id: null,
    billing_address: buyer.address,
    customer: buyer.guest ? null : customerOf(buyer, { id: accountId(identity, buyer), at, currency: currencies.shop }),
    discount_applications: basket.discount
      ? [
          {
            target_type: 'line_item',
            type: 'discount_code',
            value:
              basket.discount.kind === 'percentage' ? `${basket.discount.value}.0` : printAmount(basket.discount.value),
            value_type: basket.discount.kind,
            allocation_method: 'across',
            target_selection: 'all',
            code: basket.discount.code,
          },
        ]
      : [],
    fulfillments: [],
    line_items,
    payment_terms: null,
    refunds: [],
    shipping_address: buyer.address,
    shipping_lines: [
      {
        id: nextId(),
        carrier_identifier: null,
        code: basket.shipping === 0 ? 'Free Shipping' : 'Standard',
        discounted_price: printAmount(basket.shipping),
        discounted_price_set: set(basket.shipping),
        is_removed: false,
        phone: null,
        price: printAmount(basket.shipping),
        price_set: set(basket.shipping),
        requested_fulfillment_service_id: null,
        source: 'shopify',
        title: basket.shipping === 0 ? 'Free Shipping' : 'Standard',
        tax_lines: basket.shippingTax > 0 ? [taxLine(basket.shippingTax)] : [],
        discount_allocations: [],
      },
    ],
  };
  const { regular } = buyer;
  const drawn = { order: spoilOrder(order, mishap, random), shopDomain: market.shopDomain };
  return regular === undefined || buyer.guest ? drawn : { ...drawn, regular };
}

/** Regular customers have an account, with the same number in every order; everybody else a new one. */
function accountId({ nextId, accounts }: Identity, { regular }: Buyer): number {
  return (regular && accounts?.(regular)) ?? nextId();
}

function currenciesOf({ currency }: Market, abroad: boolean): Currencies {
  const foreign = abroad ? FOREIGN[currency] : undefined;
  return { shop: currency, presentment: currency, rate: 1, ...foreign };
}

/** `2026-11-23T09:29:59+01:00`. */
export function printTime(now: number, utcOffsetMinutes: number): string {
  const local = new Date(now + utcOffsetMinutes * 60_000).toISOString().slice(0, 19);
  const [hours, minutes] = [Math.floor(Math.abs(utcOffsetMinutes) / 60), Math.abs(utcOffsetMinutes) % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${local}${utcOffsetMinutes < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
}
