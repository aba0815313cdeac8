/**
 * What goes over the socket pair. Both sides load this file, so it imports nothing.
 *
 * Parent to child: `u32 length, u8 kind, body`. Child to parent: `u32 length, u32 call id, UTF-8 text`; id 0 says
 * that the child is ready. `length` counts what follows it; numbers are little-endian.
 */
export const FRAME_LOAD = 1;
export const FRAME_DROP = 2;
export const FRAME_CALL = 3;
/** `u32 number`, then a `TableText` as JSON. */
export const FRAME_TABLE = 4;
export const FRAME_DROP_TABLE = 5;

/**
 * `u32 id, u32 program, u32 unit, u32 timeoutMs, f64 nowMs, u32 seedBytes, u32 tablesBytes`, then the seed, the tables that may
 * be asked (numbers by name, as JSON; or nothing), and the scope as JSON.
 */
export const CALL_HEADER_BYTES = 32;

/** Descriptor of the socket pair in the child. */
export const CHILD_FD = 3;

/** First message: what the child needs before it can say it is ready. */
export interface Boot {
  /** The native module, an absolute path. */
  readonly addon: string;
  /** Modules of the realm by file name, types stripped. */
  readonly realm: Readonly<Record<string, string>>;
}

export interface Piece {
  /** The expression's key; absent for a script. */
  readonly key?: string;
  /** A function expression, ready to compile; its first line is line 0 of the author's text. */
  readonly code: string;
}

export interface LoadedUnit {
  readonly index: number;
  readonly id: string;
  readonly kind: 'script' | 'expressions';
  readonly pieces: readonly Piece[];
}

export interface Load {
  readonly program: number;
  readonly memoryMb: number;
  readonly units: readonly LoadedUnit[];
}

/** A version of a table, to look things up in. */
export interface TableText {
  readonly columns: readonly { readonly name: string; readonly unique: boolean }[];
  /** By column: the codes of all rows, empty where a row has none. By column, not by row: half the memory, and read in half the time. */
  readonly codes: readonly (readonly string[])[];
  /** When each row begins and ends to hold, epoch milliseconds; null: it always did, it always will. Absent: all rows always hold. */
  readonly from?: readonly (number | null)[];
  readonly until?: readonly (number | null)[];
}

/** First characters of the answers to a look-up. */
export const ANSWER_FOUND = '=';
export const ANSWER_MISSING = '?';
export const ANSWER_WRONG = '!';

/** First character of an answer that is not simply JSON. None of them can begin a JSON text. */
export const ANSWER_ERROR = '!';
export const ANSWER_LOGS = '#';
export const ANSWER_PENDING = '~';
/** Codes that were looked up and not found, then the answer: `?<length>:<JSON><answer>`. */
export const ANSWER_UNMAPPED = '?';

/** Cuts a byte stream into frames, copying only frames that arrive in parts. */
export class FrameReader {
  readonly #onFrame: (frame: Buffer) => void;
  #parts: Buffer[] = [];
  #held = 0;
  #wanted = 4;
  readonly #maxBytes: number;

  constructor(onFrame: (frame: Buffer) => void, maxBytes = Number.POSITIVE_INFINITY) {
    this.#onFrame = onFrame;
    this.#maxBytes = maxBytes;
  }

  /** True while part of a frame is held, which means the bytes of the last chunk are still in use. */
  get isWaiting(): boolean {
    return this.#held > 0;
  }

  /** @throws RangeError for a frame longer than `maxBytes`, and what the frame handler throws */
  push(chunk: Buffer): void {
    this.#parts.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#wanted) return;
    const bytes = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts, this.#held);
    let at = 0;
    this.#wanted = 4;
    while (bytes.length - at >= 4) {
      const length = bytes.readUInt32LE(at);
      if (length > this.#maxBytes) throw new RangeError(`A frame of ${length} bytes is too long`);
      const end = at + 4 + length;
      if (end > bytes.length) {
        this.#wanted = end - at;
        break;
      }
      this.#onFrame(bytes.subarray(at + 4, end));
      at = end;
    }
    this.#held = bytes.length - at;
    this.#parts = this.#held === 0 ? [] : [bytes.subarray(at)];
  }
}
