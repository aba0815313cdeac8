import type { BadByte, Decoder, Encoding } from './decoder.ts';
import { byteOrderMark, decoderFor } from './encodings.ts';

/** Longest byte order mark. */
const MARK_LENGTH = 3;

/** Bytes or text in, text out, without the byte order mark; a mark overrules the encoding that was given. */
export interface TextSource {
  readonly encoding: Encoding;
  /** Bytes of the mark that was left out. */
  readonly markLength: number;
  push(chunk: Uint8Array | string): string | BadByte;
  end(): string | BadByte;
}

/** @param isBegin false when the first chunk is not the beginning of the file, so no mark can stand there */
export function textSource(given: Encoding, isBegin: boolean): TextSource {
  let encoding = given;
  let markLength = 0;
  let decoder: Decoder | undefined = isBegin ? undefined : decoderFor(given);
  let first: Uint8Array = new Uint8Array();
  let isText = false;

  const begin = (bytes: Uint8Array): string | BadByte => {
    const mark = byteOrderMark(bytes);
    encoding = mark?.encoding ?? given;
    markLength = mark?.length ?? 0;
    decoder = decoderFor(encoding);
    return decoder.push(bytes.subarray(markLength));
  };

  return {
    get encoding() {
      return encoding;
    },
    get markLength() {
      return markLength;
    },
    push(chunk) {
      if (typeof chunk === 'string') {
        if (isText || !isBegin || chunk === '') return chunk;
        isText = true;
        encoding = 'utf-8';
        if (!chunk.startsWith('\ufeff')) return chunk;
        markLength = MARK_LENGTH;
        return chunk.slice(1);
      }
      if (decoder) return decoder.push(chunk);
      first = first.length === 0 ? chunk : joined(first, chunk);
      return first.length < MARK_LENGTH ? '' : begin(first);
    },
    end() {
      const text = decoder === undefined && first.length > 0 ? begin(first) : '';
      return typeof text !== 'string' ? text : orEnd(text, decoder?.end());
    },
  };
}

function orEnd(text: string, end: '' | BadByte | undefined): string | BadByte {
  return typeof end === 'object' ? end : text;
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
