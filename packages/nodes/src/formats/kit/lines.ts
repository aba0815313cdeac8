import type { Encoding } from './decoder.ts';
import { byteLength } from './encodings.ts';
import { textSource } from './text-source.ts';

/** A place between two lines, where reading can go on: give the bytes from `offset` on. Plain data for a checkpoint. */
export interface LinePosition {
  readonly offset: number;
  /** Line that begins there, from 1. */
  readonly line: number;
  /** Rows before it. */
  readonly rows: number;
  readonly encoding: Encoding;
}

/** One line without its line break; `end` is the byte offset the next one begins at. */
export interface Line {
  readonly text: string;
  readonly line: number;
  readonly offset: number;
  readonly end: number;
}

/** Why the rest of a file cannot be read. */
export interface BrokenSource {
  readonly code: 'line-too-long' | 'encoding';
  readonly line: number;
  readonly offset: number;
  readonly message: string;
}

export interface LineReader {
  readonly encoding: Encoding;
  push(chunk: Uint8Array | string): Generator<Line | BrokenSource>;
  /** What stands behind the last line break. Call once. */
  end(): Generator<Line | BrokenSource>;
}

/** Cuts chunks into lines that end with LF or CRLF, in bounded memory. Nothing follows a `BrokenSource`. */
export function lineReader(
  options: { readonly encoding: Encoding; readonly maxLineLength: number },
  from?: LinePosition,
): LineReader {
  const source = textSource(from?.encoding ?? options.encoding, from === undefined);
  /** Text of the line that is not complete yet, by chunk: joined once, however many chunks there are. */
  let open: string[] = [];
  let openLength = 0;
  let line = from?.line ?? 1;
  let offset = from?.offset;
  let isOver = false;

  const complete = (last: string, breakLength: number): Line => {
    const whole = open.length === 0 ? last : [...open, last].join('');
    [open, openLength] = [[], 0];
    const begin = offset ?? source.markLength;
    offset = begin + byteLength(whole, source.encoding) + breakLength * (source.encoding.startsWith('utf-16') ? 2 : 1);
    const text = breakLength > 0 && whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    const found = { text, line, offset: begin, end: offset };
    line += 1;
    return found;
  };

  const broken = (code: BrokenSource['code'], message: string): BrokenSource => {
    isOver = true;
    return { code, line, offset: offset ?? source.markLength, message };
  };

  function* take(text: string): Generator<Line | BrokenSource> {
    let begin = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', begin)) {
      if (openLength + at - begin > options.maxLineLength) return yield tooLong();
      yield complete(text.slice(begin, at), 1);
      begin = at + 1;
    }
    if (begin < text.length) {
      open.push(text.slice(begin));
      openLength += text.length - begin;
    }
    if (openLength > options.maxLineLength) yield tooLong();
  }

  const tooLong = () => broken('line-too-long', `Line ${line} is longer than ${options.maxLineLength} characters.`);

  const takeMore = function* (more: ReturnType<typeof source.push>): Generator<Line | BrokenSource> {
    if (typeof more === 'string') return yield* take(more);
    const byte = more.badByte + (from?.offset ?? source.markLength);
    yield broken('encoding', `Byte ${byte} of the file is not ${source.encoding}.`);
  };

  return {
    get encoding() {
      return source.encoding;
    },
    *push(chunk) {
      if (!isOver) yield* takeMore(source.push(chunk));
    },
    *end() {
      if (isOver) return;
      yield* takeMore(source.end());
      if (!isOver && openLength > 0) yield complete('', 0);
    },
  };
}

/** All lines of a source at hand, or of one that comes in chunks. */
export function* linesOf(reader: LineReader, source: Uint8Array | string): Generator<Line | BrokenSource> {
  yield* reader.push(source);
  yield* reader.end();
}
