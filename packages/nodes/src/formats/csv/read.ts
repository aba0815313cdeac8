import { byteLength } from '../kit/encodings.ts';
import { textSource } from '../kit/text-source.ts';
import { type CsvDialect, detectDialect, isEnoughSample } from './dialect.ts';
import type { CsvIssue, CsvItem, CsvPosition, CsvReadOptions } from './options.ts';
import { type RowReader, rowReader } from './row-reader.ts';
import { scanRecords } from './scan-records.ts';

/** Text that is gathered before the dialect is decided, in characters. */
const SAMPLE_LENGTH = 65_536;

/** Reads a file chunk by chunk; nothing follows a fatal issue. */
interface CsvReader {
  push(chunk: Uint8Array | string): Generator<CsvItem>;
  end(): Generator<CsvItem>;
}

/**
 * The rows of a CSV file that comes in chunks, in bounded memory: at most one chunk, one row and the rows held back for
 * `totalsRows`. Issues are items, each with its line; a faulty row is told and left out, and reading goes on behind it.
 * Leaving the loop early ends the source.
 *
 * @param from where an earlier reading stopped (`positionAfter`); the chunks then begin at its `offset`
 * @see RFC 4180
 */
export async function* csvRows(
  chunks: AsyncIterable<Uint8Array | string>,
  options: CsvReadOptions = {},
  from?: CsvPosition,
): AsyncGenerator<CsvItem, void, undefined> {
  const reader = csvReader(options, from);
  for await (const chunk of chunks) yield* reader.push(chunk);
  yield* reader.end();
}

/** The rows of a CSV text or file that is at hand. */
export function* readCsv(
  source: Uint8Array | string,
  options: CsvReadOptions = {},
): Generator<CsvItem, void, undefined> {
  const reader = csvReader(options, undefined);
  yield* reader.push(source);
  yield* reader.end();
}

function csvReader(options: CsvReadOptions, from: CsvPosition | undefined): CsvReader {
  const { maxRowLength = 1_000_000, relaxed = false, header = 'first-row' } = options;
  const style = {
    quote: options.quote ?? '"',
    escape: options.escape ?? options.quote ?? '"',
    comment: options.comment ?? '',
  };
  const source = textSource(from?.head.encoding ?? options.encoding ?? 'utf-8', from === undefined);
  let dialect: CsvDialect | undefined = from && {
    ...style,
    delimiter: from.head.delimiter,
    newline: from.head.newline,
  };
  let rows: RowReader | undefined;
  let text = '';
  /** An incomplete row is tried again when the text has doubled, so many small chunks cost no more than few large ones. */
  let tryAt = 0;
  let isOver = false;

  const stop = (code: CsvIssue['code'], message: string): CsvItem => {
    isOver = true;
    const { line, offset } = rows ?? from ?? { line: 1, offset: 0 };
    return { kind: 'issue', isFatal: true, issue: { code, line, offset, message } };
  };

  const tooLong = () =>
    stop(
      'row-too-long',
      `The row at line ${rows?.line ?? 1} is longer than ${maxRowLength} characters; perhaps a quote is never closed.`,
    );

  function* begin(): Generator<CsvItem, { readonly dialect: CsvDialect; readonly rows: RowReader }> {
    dialect ??= detectDialect(text.slice(0, SAMPLE_LENGTH), { ...style, delimiter: options.delimiter });
    const { encoding, markLength } = source;
    const head = { delimiter: dialect.delimiter, newline: dialect.newline, encoding };
    rows = rowReader(options, head, { from, markLength });
    if (from) yield { kind: 'head', head: from.head };
    else if (header !== 'first-row') {
      yield { kind: 'head', head: { ...head, columns: header === 'none' ? undefined : header } };
    }
    return { dialect, rows };
  }

  function* take(more: string, isLast: boolean): Generator<CsvItem> {
    text += more;
    if (!isLast && text.length < tryAt) return;
    const isSampled = dialect !== undefined || text.length >= SAMPLE_LENGTH || isEnoughSample(text);
    if (!isLast && !isSampled) return;
    const open = dialect && rows ? { dialect, rows } : yield* begin();
    const { comment } = open.dialect;
    const { encoding } = source;
    const scanner = scanRecords(text, open.dialect, { isLast, relaxed });
    for (let record = scanner.next(); record; record = scanner.next()) {
      if (record.to - record.from > maxRowLength) return yield tooLong();
      const size = byteLength(text.slice(record.from, record.to), encoding);
      const isComment = comment !== '' && text[record.from] === comment;
      const item = open.rows.take(record, size, isComment);
      if (item) yield item;
      if (item?.kind === 'issue' && item.isFatal) {
        isOver = true;
        return;
      }
    }
    text = text.slice(scanner.at);
    if (text.length > maxRowLength) return yield tooLong();
    tryAt = text.length * 2;
  }

  const badByte = ({ badByte }: { readonly badByte: number }) =>
    stop(
      'encoding',
      `Byte ${badByte + (from?.offset ?? 0) + source.markLength} of the file is not ${source.encoding}.`,
    );

  return {
    *push(chunk) {
      if (isOver) return;
      const more = source.push(chunk);
      if (typeof more === 'string') yield* take(more, false);
      else yield badByte(more);
    },
    *end() {
      if (isOver) return;
      const more = source.end();
      if (typeof more !== 'string') return yield badByte(more);
      yield* take(more, true);
      const missing = isOver ? undefined : rows?.end();
      if (missing) yield missing;
    },
  };
}
