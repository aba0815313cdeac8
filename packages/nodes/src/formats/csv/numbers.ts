import { exactNumber } from '../kit/decimals.ts';
import type { CsvColumnRule } from './options.ts';

const WRITTEN = {
  point: /^([+-]?)(\d{1,3}(?:[, '’\u00a0\u202f]\d{3})+|\d+|(?=\.))(\.\d+)?(-?)$/,
  comma: /^([+-]?)(\d{1,3}(?:[. '’\u00a0\u202f]\d{3})+|\d+|(?=,))(,\d+)?(-?)$/,
} as const;

/**
 * A number as people and ERP systems write it: `1.234,50`, `1 234.5`, `-3`, `250,00-`. Decimal text with a point, or a
 * number; null for nothing.
 *
 * @returns undefined when it is no number, or has more digits than a JSON number holds exactly
 */
export function readNumber(
  text: string,
  as: CsvColumnRule['as'],
  decimal: 'point' | 'comma',
): string | number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const parts = WRITTEN[decimal].exec(trimmed);
  if (!parts) return undefined;
  const [, sign, whole = '', fraction = '', trailing] = parts;
  const digits = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '') || '0';
  const plain = `${digits}${fraction.replace(',', '.')}`;
  const isNegative = (sign === '-') !== (trailing === '-');
  const written = isNegative ? `-${plain}` : plain;
  if (as === 'decimal') return written;
  return exactNumber(written);
}
