import { type RunScope, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { byteOrderMark } from '../../formats/kit/encodings.ts';
import { inGroups } from '../../scopes/params.ts';
import type { readFile } from './definition.ts';
import { type Part, readPart } from './part.ts';
import { BEGINNING, Place } from './place.ts';
import { type PartRows, rowsOf } from './rows.ts';

const KB = 1024;
/** Bytes of the longest byte order mark; it is no character of the text, so it is asked for by itself. */
const MARK_BYTES = 3;

export const runReadFile: RunScope<typeof readFile> = async ({ params, cursor }, ctx) => {
  const place = cursor === undefined ? await beginning(params, ctx) : Place.parse(cursor);
  if (place === undefined) return { feed: { items: [] } };
  const longest = params.partKb * KB;
  const part = withoutMark(await readPart(params, place, longest, ctx), place);
  const found = await rowsOf(part, place, { format: params.format, delimiter: params.delimiter, longest });
  report(found, params.onIssue, ctx);
  const items = inGroups(found.rows, params.group);
  if (part.isLast) return { feed: { items, repeatable: true } };
  // Nothing ends in this part, so what begins there is longer than it.
  if (found.next.offset === place.offset) throw tooLong(place.line, params.partKb);
  return { feed: { items, next: found.next as Json, repeatable: true } };
};

type Params = Parameters<typeof readPart>[0] & { readonly onIssue: 'stop' | 'skip' };

/** Where the text begins, and which file it is; `undefined` for a file without a byte. */
async function beginning(params: Params, ctx: StepContext): Promise<Place | undefined> {
  const { bytes, tag, size } = await readPart(params, BEGINNING, MARK_BYTES, ctx);
  if (bytes.length === 0) return undefined;
  const mark = byteOrderMark(bytes);
  const encoding = mark?.encoding ?? params.encoding;
  if (size === undefined) return { ...BEGINNING, encoding };
  return { ...BEGINNING, offset: mark?.length ?? 0, encoding, size, ...(tag !== undefined && { tag }) };
}

/** Behind the mark nothing is left of it; it is still there only where the server gave the whole file at once. */
function withoutMark(part: Part, { offset }: Place): Part {
  const mark = offset === 0 ? byteOrderMark(part.bytes) : undefined;
  return mark ? { ...part, bytes: part.bytes.subarray(mark.length) } : part;
}

/** A row that cannot be read ends the reading, or is told in the log and left out. */
function report({ issues }: PartRows, onIssue: 'stop' | 'skip', ctx: StepContext): void {
  const [first] = issues;
  const fatal = issues.find(({ isFatal }) => isFatal) ?? (onIssue === 'stop' ? first : undefined);
  if (fatal) {
    const failure = { kind: 'refused', category: 'validation', code: 'row-unreadable' } as const;
    throw new StepError({ ...failure, message: `Line ${fatal.line} of the file cannot be read: ${fatal.message}` });
  }
  if (first) ctx.log('warn', `${issues.length} rows were left out; the first is line ${first.line}: ${first.message}`);
}

function tooLong(line: number, partKb: number): StepError {
  const message = `The row at line ${line} is longer than ${partKb} KB. Raise "Size of a part".`;
  return new StepError({ kind: 'flow', category: 'validation', code: 'row-too-long', message });
}
