/** Amounts are whole minor units (cents) until they are printed. */
export type Cents = number;

type Money = {
  readonly amount: string;
  readonly currency_code: string;
};

/** The same amount for the shop and for the buyer. */
export type MoneySet = {
  readonly shop_money: Money;
  readonly presentment_money: Money;
};

/** In which currencies an order is kept and shown. */
export interface Currencies {
  readonly shop: string;
  readonly presentment: string;
  /** Presentment units for one unit of the shop's currency. */
  readonly rate: number;
}

export function printAmount(cents: Cents): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function moneySet(cents: Cents, { shop, presentment, rate }: Currencies): MoneySet {
  return {
    shop_money: { amount: printAmount(cents), currency_code: shop },
    presentment_money: { amount: printAmount(Math.round(cents * rate)), currency_code: presentment },
  };
}

/** Splits `total` over `weights` so that the parts add up exactly; what rounding leaves goes to the largest rests. */
export function allocate(total: Cents, weights: readonly Cents[]): readonly Cents[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (total * weight) / whole);
  const parts = exact.map(Math.floor);
  const rest = total - parts.reduce((sum, part) => sum + part, 0);
  const byRest = exact.map((share, at) => ({ at, rest: share - Math.floor(share) })).sort((a, b) => b.rest - a.rest);
  for (const { at } of byRest.slice(0, rest)) parts[at] = (parts[at] ?? 0) + 1;
  return parts;
}
