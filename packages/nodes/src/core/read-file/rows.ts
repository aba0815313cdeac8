import type { Json } from '@lockstep/schema/run';
import { type CsvHead, positionAfter } from '../../formats/csv/options.ts';
import { csvRows } from '../../formats/csv/read.ts';
import { ndjsonRows } from '../../formats/ndjson/read.ts';
import type { Part } from './part.ts';
import type { Place } from './place.ts';

export interface PartRows {
  readonly rows: readonly Json[];
  readonly issues: readonly { readonly line: number; readonly message: string; readonly isFatal: boolean }[];
  /** Behind the last whole row. */
  readonly next: Place;
}

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;

interface Reading {
  readonly format: 'ndjson' | 'csv';
  readonly delimiter: 'auto' | keyof typeof DELIMITERS;
  /** Characters. */
  readonly longest: number;
}

/** The whole rows of a part of a file; what stands behind the last line break belongs to the next part. */
export async function rowsOf(part: Part, place: Place, reading: Reading): Promise<PartRows> {
  const source = { part };
  const found = reading.format === 'ndjson' ? await ndjson(source, place, reading) : await csv(source, place, reading);
  const { tag, size } = part;
  return { ...found, next: { ...found.next, ...(tag !== undefined && { tag }), ...(size !== undefined && { size }) } };
}

interface Source {
  readonly part: Part;
}

/** Thrown where the reader asks for what comes after the part: so it never takes half a row for a whole one. */
const MORE = Symbol('more');

async function* chunks({ part }: Source): AsyncGenerator<string> {
  yield part.text;
  if (!part.isLast) throw MORE;
}

async function ndjson(source: Source, place: Place, { longest }: Reading): Promise<PartRows> {
  const rows: Json[] = [];
  const issues: PartRows['issues'][number][] = [];
  let next = place;
  const { offset, line, rows: before } = place;
  await untilMore(async () => {
    const from = { offset, line, rows: before, encoding: 'utf-8' } as const;
    for await (const item of ndjsonRows(chunks(source), { maxLineLength: longest }, from)) {
      if (item.kind === 'row') {
        rows.push(item.value);
        next = { ...place, offset: item.next.offset, line: item.next.line, rows: item.next.rows };
      } else issues.push({ line: item.issue.line, message: item.issue.message, isFatal: item.isFatal });
    }
  });
  return { rows, issues, next };
}

async function csv(source: Source, place: Place, { longest, delimiter }: Reading): Promise<PartRows> {
  const rows: Json[] = [];
  const issues: PartRows['issues'][number][] = [];
  const { offset, line, rows: before } = place;
  let head: CsvHead | undefined = place.head && { ...place.head, columns: place.head.columns };
  let next = place;
  await untilMore(async () => {
    const options = { maxRowLength: longest, ...(delimiter !== 'auto' && { delimiter: DELIMITERS[delimiter] }) };
    const from = head && { head, offset, line, rows: before };
    for await (const item of csvRows(chunks(source), options, from)) {
      if (item.kind === 'head') {
        head = item.head;
      } else if (item.kind === 'issue') {
        issues.push({ line: item.issue.line, message: item.issue.message, isFatal: item.isFatal });
      } else if (head) {
        rows.push(item.values as Json);
        const after = positionAfter(head, item);
        next = { ...place, offset: after.offset, line: after.line, rows: after.rows, head: keptHead(head) };
      }
    }
  });
  return { rows, issues, next };
}

function keptHead({ delimiter, newline, columns }: CsvHead): NonNullable<Place['head']> {
  return { delimiter, newline, encoding: 'utf-8', ...(columns && { columns: [...columns] }) };
}

async function untilMore(read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (reason) {
    if (reason !== MORE) throw reason;
  }
}
