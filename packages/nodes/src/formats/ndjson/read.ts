import { readStrictJson } from '@lockstep/schema/json';
import type { Json } from '@lockstep/schema/run';
import { type BrokenSource, type Line, type LinePosition, lineReader, linesOf } from '../kit/lines.ts';

export interface NdjsonOptions {
  /** Characters of one line at most. Default 10,000,000. */
  readonly maxLineLength?: number;
  /** Rows at most; unlimited by default. */
  readonly maxRows?: number;
}

/** What is wrong with a line. Line and column count from 1; `offset` is the byte the line begins at. */
export interface NdjsonIssue {
  readonly code: 'not-json' | 'too-many-rows' | BrokenSource['code'];
  readonly line: number;
  readonly column?: number;
  readonly offset: number;
  readonly message: string;
}

export type NdjsonItem =
  | {
      readonly kind: 'row';
      /** From 1. */
      readonly number: number;
      readonly value: Json;
      readonly line: number;
      readonly offset: number;
      /** Where reading goes on behind this row. */
      readonly next: LinePosition;
    }
  /** A line that cannot be read; when `isFatal`, nothing follows, else reading goes on at `next`. */
  | {
      readonly kind: 'issue';
      readonly issue: NdjsonIssue;
      readonly isFatal: boolean;
      readonly next?: LinePosition;
    };

const MAX_LINE_LENGTH = 10_000_000;

/**
 * The values of newline-delimited JSON that comes in chunks, in bounded memory. Each line is strict JSON, in UTF-8 unless `from` says another encoding: no duplicate
 * keys, integers beyond 2^53 - 1 as text. Lines without text are left out, a faulty one is told and left out.
 *
 * @param from where an earlier reading stopped (`next` of a row); the chunks then begin at its `offset`
 * @see https://github.com/ndjson/ndjson-spec; RFC 7464 is another format
 */
export async function* ndjsonRows(
  chunks: AsyncIterable<Uint8Array | string>,
  options: NdjsonOptions = {},
  from?: LinePosition,
): AsyncGenerator<NdjsonItem, void, undefined> {
  const lines = lineReader({ encoding: 'utf-8', maxLineLength: options.maxLineLength ?? MAX_LINE_LENGTH }, from);
  const rows = rowReader(options, from);
  for await (const chunk of chunks) {
    for (const line of lines.push(chunk)) yield* rows(line);
  }
  for (const line of lines.end()) yield* rows(line);
}

/** The values of newline-delimited JSON that is at hand. */
export function* readNdjson(
  source: Uint8Array | string,
  options: NdjsonOptions = {},
): Generator<NdjsonItem, void, undefined> {
  const lines = lineReader({ encoding: 'utf-8', maxLineLength: options.maxLineLength ?? MAX_LINE_LENGTH });
  const rows = rowReader(options, undefined);
  for (const line of linesOf(lines, source)) yield* rows(line);
}

function rowReader({ maxRows = Number.POSITIVE_INFINITY }: NdjsonOptions, from: LinePosition | undefined) {
  let rows = from?.rows ?? 0;
  let isOver = false;
  return function* (line: Line | BrokenSource): Generator<NdjsonItem> {
    if (isOver) return;
    if ('code' in line) return yield { kind: 'issue', isFatal: true, issue: line };
    if (line.text.trim() === '') return;
    const at = { line: line.line, offset: line.offset };
    if (rows >= maxRows) {
      isOver = true;
      const message = `The text has more than ${maxRows} rows.`;
      return yield { kind: 'issue', isFatal: true, issue: { code: 'too-many-rows', ...at, message } };
    }
    const read = readStrictJson(line.text);
    rows += 1;
    const next: LinePosition = { offset: line.end, line: line.line + 1, rows, encoding: from?.encoding ?? 'utf-8' };
    if (read.ok) {
      return yield { kind: 'row', number: rows, value: read.value, ...at, next };
    }
    const { column, reason } = read;
    const message = `Line ${line.line}, column ${column}: ${reason}`;
    yield { kind: 'issue', isFatal: false, issue: { code: 'not-json', ...at, column, message }, next };
  };
}
