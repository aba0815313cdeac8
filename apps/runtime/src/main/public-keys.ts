import type { HttpRequest, HttpResponse, ResolvedConnection } from '@lockstep/schema/node';
import { z } from 'zod';
import type { Db } from '../store/index.ts';
import { claimKeyFetch } from '../store/key-fetches.ts';
import type { Book } from './connection-book.ts';

/** One process asks for the keys of a connection, once in this time: whoever sends us made-up key ids makes us ask no more often. */
const PAUSE_MS = 10_000;
/** A sender waits meanwhile. */
const TIMEOUT_MS = 3_000;
const MOST_CHARS = 64_000;

const JwkSet = z.looseObject({
  keys: z
    .array(z.looseObject({ kty: z.string(), kid: z.string() }))
    .min(1)
    .max(50),
});

/**
 * Fetches the public keys of a sender anew, from `jwksUrl` of its connection, and keeps them in `webhookSecret`: a sender that
 * rotates its keys names one we have not seen.
 *
 * @returns the connection with keys that differ from those it had; `pending` when another asked a moment ago and they do not yet,
 *   `undefined` when nothing new came
 */
export function createPublicKeys({
  db,
  book,
  http,
}: {
  readonly db: Db;
  readonly book: Pick<Book, 'renew' | 'forget' | 'resolve'>;
  readonly http: (request: HttpRequest, connection: ResolvedConnection) => Promise<HttpResponse>;
}): (connection: ResolvedConnection) => Promise<ResolvedConnection | 'pending' | undefined> {
  const fetching = new Map<string, Promise<ResolvedConnection | 'pending' | undefined>>();

  async function renewed(connection: ResolvedConnection): Promise<ResolvedConnection | 'pending' | undefined> {
    const { id, settings } = connection;
    if (!(await claimKeyFetch(db, id, PAUSE_MS))) {
      book.forget(id);
      const now = await book.resolve(id);
      return now && now.settings.webhookSecret !== settings.webhookSecret ? now : 'pending';
    }
    const request = { method: 'GET', url: settings.jwksUrl ?? '', timeoutMs: TIMEOUT_MS };
    const answer = await http(request, connection).catch(() => undefined);
    const webhookSecret = answer?.status === 200 ? keysIn(answer.text) : undefined;
    if (webhookSecret === undefined || webhookSecret === settings.webhookSecret) return undefined;
    return book.renew(connection, 'webhookSecret', async () => ({ webhookSecret }));
  }

  return (connection) => {
    const known = fetching.get(connection.id);
    if (known) return known;
    const asked = renewed(connection).finally(() => fetching.delete(connection.id));
    fetching.set(connection.id, asked);
    return asked;
  };
}

/** The set in one line, as the connection keeps it; nothing where it is none. */
function keysIn(text: string): string | undefined {
  if (text.length > MOST_CHARS) return undefined;
  try {
    const read = JwkSet.safeParse(JSON.parse(text));
    return read.success ? JSON.stringify({ keys: read.data.keys }) : undefined;
  } catch {
    return undefined;
  }
}
