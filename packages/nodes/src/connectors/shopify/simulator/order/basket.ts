import type { Random } from '../../../../simulators/kit/random.ts';
import { HOT_SKUS } from '../../../../simulators/vocabulary/articles.ts';
import { allocate, type Cents } from './money.ts';
import { GIFT_CARD, PRODUCTS, type Variant } from './products.ts';

export interface Line {
  readonly variant: Variant;
  readonly quantity: number;
  /** Price times quantity, before the discount. */
  readonly gross: Cents;
  readonly discount: Cents;
  readonly tax: Cents;
}

interface Discount {
  readonly code: string;
  readonly kind: 'percentage' | 'fixed_amount';
  /** Percent, or cents. */
  readonly value: number;
}

/** What is bought and what it costs; every total is the sum of its parts. */
export interface Basket {
  readonly lines: readonly Line[];
  readonly discount: Discount | undefined;
  readonly gross: Cents;
  readonly discounts: Cents;
  readonly subtotal: Cents;
  readonly shipping: Cents;
  readonly shippingTax: Cents;
  /** Of lines and shipping. */
  readonly tax: Cents;
  readonly total: Cents;
  readonly grams: number;
}

export interface TaxRule {
  readonly rate: number;
  readonly included: boolean;
}

const HOT = PRODUCTS.filter(({ sku }) => HOT_SKUS.includes(sku));

const CODES: readonly Discount[] = [
  { code: 'WELCOME10', kind: 'percentage', value: 10 },
  { code: 'HERBST15', kind: 'percentage', value: 15 },
  { code: 'FIVEOFF', kind: 'fixed_amount', value: 500 },
  { code: 'TENOFF', kind: 'fixed_amount', value: 1000 },
];

export interface BasketTraits {
  /** A gift card is among what is bought. */
  readonly giftCard: boolean;
  /** Share of lines that are one of what everybody wants, 0 to 1. */
  readonly hotShare: number;
  /** So many lines, articles repeated where there are not enough; one to five, all different, where absent. */
  readonly lines?: number | undefined;
}

/** What somebody buys, a third of the baskets with a discount code. */
export function drawBasket(random: Random, rule: TaxRule, { giftCard, hotShare, lines: count }: BasketTraits): Basket {
  const one = (): Variant => random.pick(random.chance(hotShare) ? HOT : PRODUCTS);
  const variants = count === undefined ? drawFew(random, one) : Array.from({ length: count }, one);
  if (giftCard) variants.splice(4, 1, GIFT_CARD);
  const bought = variants.map((variant) => ({ variant, quantity: random.pick([1, 1, 1, 1, 2, 2, 3, 6]) }));
  const discount = random.chance(0.35) ? random.pick(CODES) : undefined;
  return price(bought, rule, discount);
}

function drawFew(random: Random, one: () => Variant): Variant[] {
  const chosen = new Set<Variant>();
  const wanted = random.pick([1, 1, 1, 2, 2, 3, 3, 4, 5]);
  // Where everybody wants the same, a few draws may bring nothing new.
  for (let tries = 0; chosen.size < wanted && tries < 20; tries += 1) chosen.add(one());
  return [...chosen];
}

/** Prices a basket the way Shopify does: discounts are spread over the lines first, tax is rounded line by line. */
function price(
  bought: readonly { readonly variant: Variant; readonly quantity: number }[],
  rule: TaxRule,
  discount: Discount | undefined,
): Basket {
  const gross = bought.map(({ variant, quantity }) => variant.cents * quantity);
  // Gift cards are money: neither reduced nor taxed.
  const eligible = bought.map(({ variant }, at) => (variant.giftCard ? 0 : (gross[at] ?? 0)));
  const discounts = allocate(reduction(discount, sum(eligible)), eligible);
  const lines = bought.map(({ variant, quantity }, at): Line => {
    const [before, less] = [gross[at] ?? 0, discounts[at] ?? 0];
    const tax = variant.giftCard ? 0 : taxOf(before - less, rule);
    return { variant, quantity, gross: before, discount: less, tax };
  });
  const subtotal = sum(gross) - sum(discounts);
  const grams = sum(lines.map(({ variant, quantity }) => variant.grams * quantity));
  const shipping = subtotal >= 7500 || grams === 0 ? 0 : 495;
  const shippingTax = rule.included ? taxOf(shipping, rule) : 0;
  const tax = sum(lines.map((line) => line.tax)) + shippingTax;
  return {
    lines,
    discount,
    gross: sum(gross),
    discounts: sum(discounts),
    subtotal,
    shipping,
    shippingTax,
    tax,
    total: subtotal + shipping + (rule.included ? 0 : tax),
    grams,
  };
}

function reduction(discount: Discount | undefined, gross: Cents): Cents {
  if (!discount) return 0;
  return discount.kind === 'percentage' ? Math.round((gross * discount.value) / 100) : Math.min(discount.value, gross);
}

function taxOf(cents: Cents, { rate, included }: TaxRule): Cents {
  return Math.round(included ? (cents * rate) / (1 + rate) : cents * rate);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
