import type { Json } from '@lockstep/schema/run';
import { readDate } from '../kit/dates.ts';
import { exactNumber, plainDecimal, withImpliedPoint } from '../kit/decimals.ts';
import type { FixedField, FixedIssue, FixedLayout, FixedRecord } from './layout.ts';

/** A record as an object by field; with its kind when a layout has more than one. */
export interface FixedRow {
  readonly record: string;
  readonly values: Readonly<Record<string, string | number | null>>;
}

export interface FixedRead {
  readonly rows: readonly FixedRow[];
  /** The first of them; all are counted. A record with an issue is no row. */
  readonly issues: readonly FixedIssue[];
  readonly issueCount: number;
}

/**
 * Reads records whose fields stand at fixed places. A line that ends early has blanks for the rest, as many systems cut
 * them off; lines without text are left out.
 */
export function readFixedWidth(text: string, layout: FixedLayout, maxIssues = 100): FixedRead {
  const rows: FixedRow[] = [];
  const issues: FixedIssue[] = [];
  let issueCount = 0;
  const tell = (issue: FixedIssue) => {
    issueCount += 1;
    if (issues.length < maxIssues) issues.push(issue);
  };
  for (const { record: given, line } of recordsOf(text, layout.recordLength)) {
    if (given.trim() === '') continue;
    if (layout.recordLength > 0 && given.length < layout.recordLength) {
      tell({
        code: 'file-cut',
        line,
        message: `Record ${line} has ${given.length} of ${layout.recordLength} characters.`,
      });
      continue;
    }
    const record = kindOfRecord(given, layout);
    if (!record) {
      tell({
        code: 'unknown-record',
        line,
        message: `Line ${line} is of no known kind: ${shown(typeOf(given, layout))}.`,
      });
      continue;
    }
    const found = readRecord(given, record, line);
    if (Array.isArray(found)) for (const issue of found as readonly FixedIssue[]) tell(issue);
    else rows.push(found as FixedRow);
  }
  return { rows, issues, issueCount };
}

function* recordsOf(text: string, length: number): Generator<{ readonly record: string; readonly line: number }> {
  let line = 1;
  const given = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (length > 0) {
    const whole = given.replace(/[\r\n]+$/, '');
    for (let at = 0; at < whole.length; at += length, line += 1) yield { record: whole.slice(at, at + length), line };
    return;
  }
  for (let at = 0; at < given.length; line += 1) {
    const end = given.indexOf('\n', at);
    const record = given.slice(at, end === -1 ? given.length : end);
    yield { record: record.endsWith('\r') ? record.slice(0, -1) : record, line };
    at = end === -1 ? given.length : end + 1;
  }
}

function typeOf(record: string, { recordType }: FixedLayout): string {
  return recordType ? record.slice(recordType.start - 1, recordType.start - 1 + recordType.length) : '';
}

function kindOfRecord(record: string, layout: FixedLayout): FixedRecord | undefined {
  if (!layout.recordType) return layout.records[0];
  const type = typeOf(record, layout).trim();
  return (
    layout.records.find(({ match }) => match !== '' && match === type) ??
    layout.records.find(({ match }) => match === '')
  );
}

function readRecord(given: string, record: FixedRecord, line: number): FixedRow | readonly FixedIssue[] {
  const issues: FixedIssue[] = [];
  const values = record.fields.map((field): readonly [string, string | number | null] => {
    const text = given.slice(field.start - 1, field.start - 1 + field.length);
    const value = readField(text, field);
    if (value !== undefined) return [field.name, value];
    const wanted = field.type === 'date' ? `date written ${field.date}` : 'number';
    const code = field.type === 'date' ? 'not-a-date' : 'not-a-number';
    const message = `Line ${line}, ${field.name} (from ${field.start}): ${shown(text)} is no ${wanted}.`;
    issues.push({ code, line, column: field.start, field: field.name, message });
    return [field.name, null];
  });
  const end = Math.max(0, ...record.fields.map(({ start, length }) => start - 1 + length));
  if (given.slice(end).trim() !== '') {
    const message = `Line ${line} has text behind its last field, from character ${end + 1} on.`;
    issues.push({ code: 'text-behind-fields', line, column: end + 1, message });
  }
  return issues.length > 0 ? issues : { record: record.name, values: Object.fromEntries(values) };
}

function readField(text: string, field: FixedField): string | number | null | undefined {
  const trimmed = text.trim();
  if (field.type === 'text') return trimmed;
  if (trimmed === '') return null;
  if (field.type === 'date') return /^0+$/.test(trimmed) ? null : readDate(trimmed, field.date);
  // A sign may stand behind the digits.
  const signed = trimmed.endsWith('-') ? `-${trimmed.slice(0, -1).trim()}` : trimmed;
  const isImplied = field.decimals > 0 && !signed.includes('.');
  const decimal = isImplied ? withImpliedPoint(signed, field.decimals) : plainDecimal(signed);
  if (decimal === undefined || field.type === 'decimal') return decimal;
  return exactNumber(decimal);
}

function shown(text: string): Json & string {
  return JSON.stringify(text.slice(0, 40));
}
