/** Code units handed to one call; more arguments could overflow the stack. */
const AT_ONCE = 8192;

/** Text of the first `count` UTF-16 code units. */
export function textOfUnits(units: Uint16Array | Uint8Array, count: number): string {
  if (count <= AT_ONCE) return String.fromCharCode.apply(null, units.subarray(0, count) as unknown as number[]);
  const parts: string[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const part = units.subarray(from, Math.min(from + AT_ONCE, count));
    parts.push(String.fromCharCode.apply(null, part as unknown as number[]));
  }
  return parts.join('');
}
