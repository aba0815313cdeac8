import { decimalOf, divide, multiply } from './decimal.ts';

/** Each unit in the base unit of its kind, exactly (NIST SP 811: pound, ounce, inch and what follows from them). */
const UNITS: Readonly<Record<string, readonly [kind: string, factor: string]>> = {
  mg: ['mass', '0.000001'],
  g: ['mass', '0.001'],
  kg: ['mass', '1'],
  t: ['mass', '1000'],
  oz: ['mass', '0.028349523125'],
  lb: ['mass', '0.45359237'],
  mm: ['length', '0.001'],
  cm: ['length', '0.01'],
  m: ['length', '1'],
  in: ['length', '0.0254'],
  ft: ['length', '0.3048'],
  ml: ['volume', '0.001'],
  l: ['volume', '1'],
  m3: ['volume', '1000'],
  floz: ['volume', '0.0295735295625'],
  gal: ['volume', '3.785411784'],
  pc: ['count', '1'],
  pair: ['count', '2'],
  dz: ['count', '12'],
  gross: ['count', '144'],
  s: ['time', '1'],
  min: ['time', '60'],
  h: ['time', '3600'],
  d: ['time', '86400'],
};

/** What systems write for the same unit: ISO, UN/ECE Recommendation 20, SAP. */
const ALIASES: Readonly<Record<string, string>> = {
  kgm: 'kg',
  grm: 'g',
  lbr: 'lb',
  lbs: 'lb',
  onz: 'oz',
  mgm: 'mg',
  tne: 't',
  mmt: 'mm',
  cmt: 'cm',
  mtr: 'm',
  inh: 'in',
  fot: 'ft',
  mlt: 'ml',
  ltr: 'l',
  mtq: 'm3',
  gll: 'gal',
  oza: 'floz',
  c62: 'pc',
  ea: 'pc',
  pce: 'pc',
  st: 'pc',
  piece: 'pc',
  pieces: 'pc',
  pr: 'pair',
  dzn: 'dz',
  gro: 'gross',
  sec: 's',
  hur: 'h',
  hr: 'h',
  day: 'd',
  kilograms: 'kg',
  grams: 'g',
  pounds: 'lb',
  ounces: 'oz',
};

/**
 * A quantity in another unit, computed in decimals and rounded to `digits`.
 *
 * @throws RangeError when a unit is not known, or when both are not of one kind (kilograms are no metres)
 */
export function convertUnit(value: unknown, from: string, to: string, digits: number): number {
  const [source, target] = [unitOf(from), unitOf(to)];
  if (source[0] !== target[0]) throw new RangeError(`${from} and ${to} measure different things`);
  return Number(divide(multiply(decimalOf(value), source[1], 20), target[1], digits));
}

function unitOf(name: string): readonly [string, string] {
  const key = String(name).trim().toLowerCase();
  const unit = Object.hasOwn(UNITS, key)
    ? UNITS[key]
    : Object.hasOwn(ALIASES, key)
      ? UNITS[ALIASES[key] ?? '']
      : undefined;
  if (!unit) throw new RangeError(`${JSON.stringify(name)} is not a unit that is known here`);
  return unit;
}
