import type { JsonObject } from '@lockstep/schema/run';

/** One change of a changeset. */
export interface Part {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

export interface PartAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * One changeset as a `$batch` body.
 *
 * @param boundary a word that stands in no body
 * @see OData v2 batch processing, 2.2; OData v4 protocol, 11.7.7 (multipart batch)
 */
export function writeChangeset(parts: readonly Part[], boundary: string): string {
  const changeset = `changeset_${boundary}`;
  const written = parts.map(({ method, path, headers, body }, index) => {
    const inner = {
      ...headers,
      ...(body !== undefined && { 'content-type': headers['content-type'] ?? 'application/json' }),
    };
    return [
      `--${changeset}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      `Content-ID: ${index + 1}`,
      '',
      `${method} ${path} HTTP/1.1`,
      ...Object.entries(inner).map(([name, value]) => `${name}: ${value}`),
      '',
      body === undefined ? '' : JSON.stringify(body),
    ].join('\r\n');
  });
  return [
    `--batch_${boundary}`,
    `Content-Type: multipart/mixed; boundary=${changeset}`,
    '',
    ...written,
    `--${changeset}--`,
    `--batch_${boundary}--`,
    '',
  ].join('\r\n');
}

/**
 * The answers inside a `$batch` answer, nested ones in their place. One that stands outside of a changeset replaces the whole of it.
 *
 * @returns undefined when it is no multipart body
 */
export function readBatch(contentType: string | undefined, text: string): readonly PartAnswer[] | undefined {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return undefined;
  const pieces = text.split(
    new RegExp(`(?:^|\\r?\\n)--${boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?:--)?[ \\t]*(?:\\r?\\n|$)`),
  );
  if (pieces.length < 2) return undefined;
  const answers: PartAnswer[] = [];
  for (const piece of pieces.slice(1)) {
    if (piece.trim() === '') continue;
    const { headers, text: inner } = headersAndRest(piece);
    const nested = /^multipart\/mixed/i.test(headers['content-type'] ?? '')
      ? readBatch(headers['content-type'], inner)
      : answerOf(inner);
    if (!nested) return undefined;
    answers.push(...nested);
  }
  return answers;
}

function boundaryOf(contentType = ''): string | undefined {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  return quoted ?? bare;
}

function answerOf(text: string): readonly [PartAnswer] | undefined {
  const [, status, rest = ''] = /^\s*HTTP\/1\.1 (\d{3})[^\r\n]*(?:\r?\n)?([\s\S]*)$/.exec(text) ?? [];
  if (status === undefined) return undefined;
  return [{ status: Number(status), ...headersAndRest(rest) }];
}

function headersAndRest(text: string): Pick<PartAnswer, 'headers' | 'text'> {
  const lines = text.split(/\r?\n/);
  const end = lines.indexOf('');
  const head = end === -1 ? lines : lines.slice(0, end);
  const headers = head.flatMap((line): readonly (readonly [string, string])[] => {
    const at = line.indexOf(':');
    return at === -1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]];
  });
  return { headers: Object.fromEntries(headers), text: end === -1 ? '' : lines.slice(end + 1).join('\r\n') };
}
