import type { Json, JsonObject } from '@lockstep/schema/run';
import { writeDate } from '../kit/dates.ts';
import { decimalOfNumber, plainDecimal, withoutPoint } from '../kit/decimals.ts';
import { kindOf } from '../kit/kind-of.ts';
import type { FixedField, FixedIssue, FixedLayout, FixedRecord } from './layout.ts';

export type WrittenFixed =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly issues: readonly FixedIssue[] };

type Problem = Pick<FixedIssue, 'code' | 'message'>;

/**
 * Writes rows as records with fields at fixed places: objects by field, or `{ record, values }` when a layout has more kinds
 * of lines than one. Nothing is cut off: a value too long for its field is an issue.
 */
export function writeFixedWidth(
  rows: readonly Json[],
  layout: FixedLayout,
  newline: '\r\n' | '\n' = '\r\n',
): WrittenFixed {
  const issues: FixedIssue[] = [];
  const records = rows.map((row, index) => {
    const written = writeRow(row, layout, index + 1);
    if (typeof written === 'string') return written;
    issues.push(...written);
    return '';
  });
  if (issues.length > 0) return { ok: false, issues: issues.slice(0, 20) };
  const end = layout.recordLength > 0 ? '' : newline;
  return { ok: true, text: records.map((record) => record.padEnd(layout.recordLength) + end).join('') };
}

function writeRow(row: Json, layout: FixedLayout, line: number): string | readonly FixedIssue[] {
  const given = layout.recordType ? kindAndValues(row, layout) : { record: layout.records[0], values: row };
  if (!isObject(given?.values) || !given.record) {
    const code = isObject(row) && layout.recordType ? 'unknown-record' : 'row-not-an-object';
    const wanted = layout.recordType ? '{ record, values } of a known kind' : 'an object by field';
    return [{ code, line, message: `Row ${line} must be ${wanted}.` }];
  }
  return writeRecord(given.values, given.record, layout, line);
}

function kindAndValues(row: Json, { records }: FixedLayout) {
  if (!isObject(row)) return undefined;
  return { record: records.find(({ name }) => name === row.record), values: row.values ?? {} };
}

function writeRecord(
  values: JsonObject,
  { fields, match }: FixedRecord,
  { recordType, recordLength }: FixedLayout,
  line: number,
): string | readonly FixedIssue[] {
  const issues: FixedIssue[] = [];
  const ends = fields.map(({ start, length }) => start - 1 + length);
  const typeEnd = recordType && match !== '' ? recordType.start - 1 + recordType.length : 0;
  const chars = Array.from({ length: Math.max(recordLength, typeEnd, ...ends) }, () => ' ');
  const put = (text: string, start: number) => {
    for (let at = 0; at < text.length; at += 1) chars[start - 1 + at] = text.charAt(at);
  };
  for (const field of fields) {
    const value = Object.hasOwn(values, field.name) ? (values[field.name] ?? null) : null;
    const written = writeField(value, field);
    if (typeof written === 'string') put(written, field.start);
    else {
      const at = { line, column: field.start, field: field.name };
      issues.push({ ...at, code: written.code, message: `Row ${line}, ${field.name}: ${written.message}` });
    }
  }
  if (recordType && match !== '') put(match.padEnd(recordType.length), recordType.start);
  return issues.length > 0 ? issues : chars.join('');
}

function writeField(value: Json, field: FixedField): string | Problem {
  const text = fieldText(value, field);
  if (typeof text !== 'string') return text;
  if (text.length > field.length) {
    return { code: 'value-too-long', message: `${JSON.stringify(text.slice(0, 40))} is longer than ${field.length}.` };
  }
  if (/[\r\n]/.test(text)) return { code: 'value-not-plain', message: 'The value has a line break.' };
  const pad = field.pad === 'zero' && (text !== '' || field.type !== 'text') ? '0' : ' ';
  if (pad === '0' && text.startsWith('-')) return `-${text.slice(1).padStart(field.length - 1, '0')}`;
  return field.align === 'right' ? text.padStart(field.length, pad) : text.padEnd(field.length, pad);
}

function fieldText(value: Json, field: FixedField): string | Problem {
  if (value === null || value === '') return '';
  if (typeof value === 'object') return { code: 'value-not-plain', message: `The value is ${kindOf(value)}.` };
  if (field.type === 'text') return String(value);
  if (field.type === 'date') {
    return writeDate(String(value), field.date) ?? { code: 'not-a-date', message: 'The value is no ISO date.' };
  }
  const decimal = typeof value === 'number' ? decimalOfNumber(value) : plainDecimal(String(value));
  const written = decimal !== undefined && field.decimals > 0 ? withoutPoint(decimal, field.decimals) : decimal;
  if (written !== undefined) return written;
  const decimals = field.decimals > 0 ? ` with ${field.decimals} decimals at most` : '';
  return { code: 'not-a-number', message: `The value is no number${decimals}.` };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
