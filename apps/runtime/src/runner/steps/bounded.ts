import type { Json } from '@lockstep/schema/run';

const MAX_BYTES = 16 * 1024;
const MAX_TEXT = 1000;

/**
 * A value small enough to keep with an event: itself up to 16 KB of JSON; else with long texts cut short; else the beginning
 * of its JSON as `beginning`, with the size it had.
 */
export function bounded(value: Json): Json {
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_BYTES) return value;
  const cut = JSON.stringify(value, (_, item: Json) =>
    typeof item === 'string' && item.length > MAX_TEXT
      ? `${item.slice(0, MAX_TEXT)}… (${item.length} characters)`
      : item,
  );
  if (Buffer.byteLength(cut) <= MAX_BYTES) return JSON.parse(cut) as Json;
  // A character of JSON text needs at most 4 bytes, and quoting it again at most doubles it.
  return { tooLarge: bytes, beginning: text.slice(0, MAX_BYTES / 8) };
}
