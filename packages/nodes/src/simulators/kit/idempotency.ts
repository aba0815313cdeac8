import { createHash } from 'node:crypto';
import type { JsonValue, Reply } from './exchange.ts';
import { keepLast } from './kept.ts';

/** Answers by `Idempotency-Key`, kept so that a repeat gets the first one again. */
export interface IdempotentAnswers {
  readonly size: number;
  /** The first answer, `'other body'` where the key was used for something else, `undefined` for a new key. */
  find(key: string, body: JsonValue): Reply | 'other body' | undefined;
  keep(key: string, body: JsonValue, reply: Reply): void;
}

export function createIdempotentAnswers(limit: number): IdempotentAnswers {
  const answers = keepLast<string, { readonly hash: string; readonly reply: Reply }>(limit);
  return {
    get size() {
      return answers.size;
    },
    find: (key, body) => {
      const known = answers.get(key);
      if (!known) return undefined;
      return known.hash === hashOf(body) ? known.reply : 'other body';
    },
    keep: (key, body, reply) => answers.set(key, { hash: hashOf(body), reply }),
  };
}

/** Of the meaning, not of the bytes: the order of keys and spaces do not count. */
function hashOf(body: JsonValue): string {
  const sorted = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash('sha256').update(JSON.stringify(body, sorted)).digest('base64');
}
