import type { Json } from '@lockstep/schema/run';
import type { IncomingMessage } from '../../brokers/index.ts';

/** A message as its run gets it: JSON as it is, other text as text, anything else in Base64. */
export function messageOf({ id, from, key, headers, contentType, body }: IncomingMessage): Json {
  const told = { id: id ?? null, from, ...(key !== undefined && { key }), headers, contentType: contentType ?? null };
  return { ...told, body: bodyOf(body, contentType) };
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function bodyOf(bytes: Uint8Array | null, contentType = ''): Json {
  if (bytes === null) return null;
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('base64');
  }
  // PostgreSQL keeps no zero characters.
  if (text.includes('\0')) return Buffer.from(bytes).toString('base64');
  const isJson = contentType === '' || /[/+]json\b/i.test(contentType);
  if (!isJson) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
