/** A decimal number, as systems count versions. */
const NUMBER = /^[+-]?\d{1,40}(\.\d{1,20})?$/;
/** RFC 3339, with a zone, to at most nanoseconds. */
const TIME = /^(\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;

/**
 * What a version or a time is compared by: the number itself, or the nanoseconds since 1970; as text, because both may be
 * larger than a double holds. `undefined` for what is neither.
 */
export function rankOf(given: string | number): string | undefined {
  const text = typeof given === 'number' ? plainNumber(given) : given.trim();
  if (NUMBER.test(text)) return text;
  const [, moment, fraction = '', zone] = TIME.exec(text) ?? [];
  if (moment === undefined || zone === undefined) return undefined;
  const whole = Date.parse(`${moment.replace(/[t ]/, 'T')}${zone.toUpperCase()}`);
  if (Number.isNaN(whole)) return undefined;
  return String(BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(9, '0')));
}

/** Without an exponent. */
function plainNumber(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}
