/** Decimal text without sign of plus, needless zeros in front, or minus zero; `undefined` when it is no decimal. */
export function plainDecimal(text: string): string | undefined {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (!parts || (!parts[2] && !parts[3])) return undefined;
  const whole = (parts[2] ?? '').replace(/^0+(?=\d)/, '') || '0';
  const fraction = parts[3] ? `.${parts[3]}` : '';
  const isZero = /^[0.]*$/.test(whole + fraction);
  return `${parts[1] === '-' && !isZero ? '-' : ''}${whole}${fraction}`;
}

/** Digits with an implied decimal point as decimal text: `2000` with 2 decimals is `20.00`. */
export function withImpliedPoint(digits: string, decimals: number): string | undefined {
  const parts = /^([+-]?)(\d+)$/.exec(digits);
  if (!parts) return undefined;
  const padded = (parts[2] ?? '').padStart(decimals + 1, '0');
  const cut = padded.length - decimals;
  return plainDecimal(`${parts[1]}${padded.slice(0, cut)}${decimals > 0 ? `.${padded.slice(cut)}` : ''}`);
}

/** Decimal text as digits with an implied point, or `undefined` when it is none or has more decimals than there is room for. */
export function withoutPoint(decimal: string, decimals: number): string | undefined {
  const plain = plainDecimal(decimal);
  if (plain === undefined) return undefined;
  const [whole = '', fraction = ''] = plain.split('.');
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0');
  if (/[1-9]/.test(fraction.slice(decimals))) return undefined;
  const sign = whole.startsWith('-') ? '-' : '';
  const digits = `${whole.replace('-', '')}${kept}`.replace(/^0+(?=\d)/, '');
  return `${sign}${digits}`;
}

/** A number as decimal text without exponent. */
export function decimalOfNumber(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const text = String(value);
  if (!/e/i.test(text)) return plainDecimal(text);
  if (Math.abs(value) >= 1) return BigInt(value).toString();
  return plainDecimal(value.toFixed(20).replace(/\.?0+$/, ''));
}

/** A number of decimal text, or `undefined` when it has more digits than a double holds exactly. */
export function exactNumber(decimal: string): number | undefined {
  const digits = decimal.replace(/^-/, '').replace('.', '').replace(/^0+/, '');
  return digits.length > 15 ? undefined : Number(decimal);
}
