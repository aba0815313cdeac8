/** What leaves the isolate of something thrown: text and a place, never the thing itself. */
export interface FlatError {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

const MAX_MESSAGE_CHARS = 2000;
const FRAMES_CHARS = 6000;

/**
 * Reads a thrown value once, inside the isolate and under the script's time limit: getters, proxies and `toString`
 * of the author run here or nowhere. What throws again while being read is described in general words.
 */
export function flattenError(thrown: unknown): FlatError {
  try {
    if ((typeof thrown !== 'object' && typeof thrown !== 'function') || thrown === null) {
      return { message: plainText(`The script threw ${textOf(thrown)}`, MAX_MESSAGE_CHARS) };
    }
    const { name, message, stack } = thrown as Partial<Record<'name' | 'message' | 'stack', unknown>>;
    const said = typeof message === 'string' ? message.slice(0, MAX_MESSAGE_CHARS) : '';
    const kind = typeof name === 'string' && name !== '' ? name.slice(0, 80) : 'Error';
    const text = said === '' ? `The script threw ${kind === 'Error' ? 'an error without a message' : kind}` : said;
    return {
      message: plainText(kind === 'Error' || said === '' ? text : `${kind}: ${text}`, MAX_MESSAGE_CHARS),
      ...(typeof stack === 'string' ? placeIn(stack, typeof message === 'string' ? message : '') : {}),
    };
  } catch {
    return { message: 'The script threw something that cannot be shown' };
  }
}

/** First frame in the author's text. The header is skipped, for a message may look like a frame. */
function placeIn(stack: string, message: string): Pick<FlatError, 'line' | 'column'> {
  const header = message === '' ? -1 : stack.indexOf(message);
  const from = header === -1 ? 0 : header + message.length;
  const frame = AUTHOR_FRAME.exec(stack.slice(from, from + FRAMES_CHARS));
  const line = Number(frame?.[1]);
  return frame && line > 0 ? { line, column: Number(frame[2]) } : {};
}

/** The author's text is compiled under the name `script`: `at map (script:3:26)`, `at script:3:26`. */
const AUTHOR_FRAME = /\n {4}at (?:[^\n]*\()?script:(\d{1,7}):(\d{1,7})\)?(?=\n|$)/;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_MESSAGE_CHARS) : String(value);
}

/** One line: control characters and bidirectional overrides become spaces, `max` characters at most. */
export function plainText(text: string, max: number): string {
  return text.slice(0, max).replace(UNPRINTABLE, ' ');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a log.
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g;
