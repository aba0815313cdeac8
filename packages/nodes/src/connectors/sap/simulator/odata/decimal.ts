/** Exact decimals with `scale` digits after the point, as whole numbers; SAP amounts never pass through floats. */

/** `undefined` where the text is no decimal, or has more digits than `scale` after the point. */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (match === null || fraction.length > scale) return undefined;
  const units = BigInt(`${match[2]}${fraction.padEnd(scale, '0')}`);
  return match[1] === '-' ? -units : units;
}

/** `5265n` with scale 2 is `52.65`. */
export function formatDecimal(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

/** As SAP prints quantities: `3.000` is `3`, `2.500` is `2.5`. */
export function trimDecimal(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Half away from zero, `drop` digits fewer. */
export function roundDecimal(units: bigint, drop: number): bigint {
  const unit = 10n ** BigInt(drop);
  const half = units < 0n ? -unit / 2n : unit / 2n;
  return (units + half) / unit;
}
