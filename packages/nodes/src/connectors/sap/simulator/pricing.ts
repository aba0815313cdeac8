import { formatDecimal, parseDecimal, roundDecimal } from './odata/decimal.ts';

/** One price condition: `rate` for every `per` units. */
export interface Condition {
  readonly rate: string;
  readonly per: string;
}

/**
 * Net amount of an item with two digits after the point: the sum of its conditions, where a condition with a negative
 * rate is a reduction. Without any, the list price of the material, which follows from its name.
 */
export function netAmount(material: string, quantity: string, conditions: readonly Condition[]): string {
  const units = parseDecimal(quantity, 3) ?? 0n;
  const priced = conditions.length > 0 ? conditions : [{ rate: listPrice(material), per: '1' }];
  const total = priced.reduce((sum, { rate, per }) => {
    const [thousandths, divisor] = [parseDecimal(rate, 3) ?? 0n, parseDecimal(per, 3) ?? 0n];
    // rate (3 digits) * quantity (3) / per (3): three digits too many on the way, so the division comes last.
    return sum + (divisor === 0n ? 0n : (thousandths * units * 1000n) / divisor);
  }, 0n);
  return formatDecimal(roundDecimal(total, 4), 2);
}

/** 5.00 to 104.99, the same for the same material on every machine. */
function listPrice(material: string): string {
  let hash = 7;
  for (const char of material) hash = (Math.imul(hash, 31) + (char.codePointAt(0) ?? 0)) >>> 0;
  return formatDecimal(BigInt(500 + (hash % 10_000)), 2);
}
