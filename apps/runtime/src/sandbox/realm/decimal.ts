/**
 * Decimal arithmetic on text, in BigInt units of 10^-scale: no binary fraction ever, so 1.005 rounds to 1.01 and
 * 0.1 + 0.2 is 0.3. Numbers are taken as JavaScript prints them (the shortest text that reads back the same).
 */
interface Decimal {
  readonly units: bigint;
  /** Digits after the point, 0 or more. */
  readonly scale: number;
}

const DECIMAL = /^([+-]?)(\d{0,400})(?:\.(\d{0,400}))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The value as trimmed decimal text. @throws TypeError when it is not a finite number or decimal text */
export function decimalOf(value: unknown): string {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  if (typeof text === 'string') {
    const parts = DECIMAL.exec(text.trim());
    if (parts && `${parts[2]}${parts[3] ?? ''}` !== '') return text.trim();
  }
  throw new TypeError(`${JSON.stringify(value)?.slice(0, 60) ?? typeof value} is not a number`);
}

/** @throws TypeError when `value` is not a number, RangeError when `digits` is not a whole number from 0 to 20 */
export function roundTo(value: unknown, digits: number): string {
  return print(parse(value), digits);
}

export function sum(values: readonly unknown[], digits: number): string {
  return print(values.map(parse).reduce(add, { units: 0n, scale: 0 }), digits);
}

export function multiply(left: unknown, right: unknown, digits: number): string {
  const [a, b] = [parse(left), parse(right)];
  return print({ units: a.units * b.units, scale: a.scale + b.scale }, digits);
}

/** @throws RangeError when `right` is zero */
export function divide(left: unknown, right: unknown, digits: number): string {
  const [a, b] = [parse(left), parse(right)];
  if (b.units === 0n) throw new RangeError('a number cannot be divided by zero');
  // Half away from zero at `digits`: one digit more than asked for is not enough, the remainder decides.
  const scale = Math.max(digits, 0);
  const above = a.units * 10n ** BigInt(scale + b.scale) * 2n;
  const below = b.units * 10n ** BigInt(a.scale);
  const [size, unit] = [above < 0n ? -above : above, below < 0n ? -below : below];
  const half = (size / unit + 1n) / 2n;
  return print({ units: above < 0n === below < 0n ? half : -half, scale }, digits);
}

function parse(value: unknown): Decimal {
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(decimalOf(value)) ?? [];
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction) * (scale < 0 ? 10n ** BigInt(-scale) : 1n);
  return { units: sign === '-' ? -digits : digits, scale: Math.max(scale, 0) };
}

function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { units: rescaled(left, scale) + rescaled(right, scale), scale };
}

function rescaled({ units, scale }: Decimal, to: number): bigint {
  return units * 10n ** BigInt(to - scale);
}

function print({ units, scale }: Decimal, digits: number): string {
  if (!Number.isInteger(digits) || digits < 0 || digits > 20) throw new RangeError('digits must be from 0 to 20');
  const isNegative = units < 0n;
  let size = isNegative ? -units : units;
  if (scale > digits) {
    const unit = 10n ** BigInt(scale - digits);
    size = (size + unit / 2n) / unit;
  } else size *= 10n ** BigInt(digits - scale);
  const text = size.toString().padStart(digits + 1, '0');
  const point = text.length - digits;
  const sign = isNegative && size !== 0n ? '-' : '';
  return `${sign}${text.slice(0, point)}${digits === 0 ? '' : `.${text.slice(point)}`}`;
}
