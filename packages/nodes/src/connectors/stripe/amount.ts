import { StepError } from '@lockstep/schema/node';

/**
 * Currencies Stripe counts in whole units, and those it counts in thousandths, which must end in zero. ISK and UGX have no
 * decimals in life but two at Stripe.
 *
 * @see https://docs.stripe.com/currencies, "Zero-decimal currencies", "Three-decimal currencies", "Special cases"
 */
const WHOLE: ReadonlySet<string> = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const THOUSANDTHS: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

function decimalsOf(currency: string): number {
  if (WHOLE.has(currency)) return 0;
  return THOUSANDTHS.has(currency) ? 3 : 2;
}

/**
 * A decimal amount in the smallest unit, exact whatever its size.
 *
 * @throws StepError kind `item` for what is no positive amount, or finer than Stripe counts in this currency
 */
export function toMinor(amount: string, currency: string): string {
  const [, whole = '', fraction = ''] = /^(\d{1,12})(?:\.(\d+))?$/.exec(amount.trim()) ?? [];
  const decimals = decimalsOf(currency);
  const exact = fraction.replace(/0+$/, '');
  const wrong = (message: string): StepError =>
    new StepError({ kind: 'item', category: 'validation', code: 'amount-invalid', message });
  if (whole === '') throw wrong(`"${amount}" is no amount: write it like 12.50.`);
  if (exact.length > Math.min(decimals, 2)) {
    throw wrong(`${amount} ${currency} is finer than Stripe counts: it takes ${Math.min(decimals, 2)} decimals.`);
  }
  const minor = `${whole}${exact.padEnd(decimals, '0')}`.replace(/^0+/, '');
  if (minor === '') throw wrong('The amount is zero.');
  return minor;
}

/** An amount of Stripe as decimal text with all decimals of its currency. */
export function fromMinor(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  if (decimals === 0) return String(minor);
  const digits = String(minor).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
