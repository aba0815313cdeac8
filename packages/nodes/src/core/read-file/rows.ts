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

async function* chunks({ part }: Source): AsyncGenerator<Uint8Array> {
  yield part.bytes;
  if (!part.isLast) throw MORE;
}

async function ndjson(source: Source, place: Place, { longest }: Reading): Promise<PartRows> {
  const rows: Json[] = [];
  const issues: PartRows['issues'][number][] = [];
  let next = place;
  const { offset, line, rows: before } = place;
  await untilMore(async () => {
    const from = { offset, line, rows: before, encoding: place.encoding };
    for await (const item of ndjsonRows(chunks(source), { maxLineLength: longest }, from)) {
      if (item.kind === 'row') {
        rows.push(item.value);
        next = behind(place, item.next);
      } else {
        if (item.next) next = behind(place, item.next);
        issues.push({ line: item.issue.line, message: item.issue.message, isFatal: item.isFatal });
      }
    }
  });
  return { rows, issues, next };
}

/** What was left out is behind as well: only so a part of faulty rows is passed. */
function behind(place: Place, { offset, line, rows }: Pick<Place, 'offset' | 'line' | 'rows'>): Place {
  return { ...place, offset, line, rows };
}

async function csv(source: Source, place: Place, { longest, delimiter }: Reading): Promise<PartRows> {
  const rows: Json[] = [];
  const issues: PartRows['issues'][number][] = [];
  const { offset, line, rows: before } = place;
  let head: CsvHead | undefined = place.head && { ...place.head, columns: place.head.columns };
  // Without a head the reader counts from where the text begins, which is behind a byte order mark.
  const shift = head ? 0 : offset;
  const at = (found: Pick<Place, 'offset' | 'line' | 'rows'>) => ({ ...found, offset: found.offset + shift });
  let next = place;
  await untilMore(async () => {
    const options = {
      maxRowLength: longest,
      encoding: place.encoding,
      ...(delimiter !== 'auto' && { delimiter: DELIMITERS[delimiter] }),
    };
    const from = head && { head, offset, line, rows: before };
    for await (const item of csvRows(chunks(source), options, from)) {
      if (item.kind === 'head') {
        head = item.head;
      } else if (item.kind === 'issue') {
        if (item.next && head) next = { ...behind(place, at(item.next)), head: keptHead(head) };
        issues.push({ line: item.issue.line, message: item.issue.message, isFatal: item.isFatal });
      } else if (head) {
        rows.push(item.values as Json);
        next = { ...behind(place, at(positionAfter(head, item))), head: keptHead(head) };
      }
    }
  });
  return { rows, issues, next };
}

function keptHead({ delimiter, newline, encoding, columns }: CsvHead): NonNullable<Place['head']> {
  return { delimiter, newline, encoding, ...(columns && { columns: [...columns] }) };
}

async function untilMore(read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (reason) {
    if (reason !== MORE) throw reason;
  }
}
