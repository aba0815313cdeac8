import { header, type Reply, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';

const COOKIE = 'SAP_SESSIONID_S4H_100';

export interface Sessions {
  readonly size: number;
  /**
   * Headers that hand out the token of the caller's session, made now where there is none; `undefined` where the
   * request does not ask (`x-csrf-token: Fetch`).
   */
  fetched(request: SimRequest): Readonly<Record<string, string | readonly string[]>> | undefined;
  /** Whether the request carries a live session's cookie and that session's token. */
  proven(request: SimRequest): boolean;
  /** Ends every session, as a restart of the application server does. */
  clear(): void;
}

interface Session {
  readonly token: string;
  expiresAt: number;
}

/** CSRF tokens bound to session cookies. A session lapses `ttlMs` after its last use. */
export function createSessions({ random, clock, ttlMs }: { random: Random; clock: Clock; ttlMs: number }): Sessions {
  let sessions = keepLast<string, Session>(1_000);
  const live = (request: SimRequest): Session | undefined => {
    const id = cookie(request, COOKIE);
    const session = id === undefined ? undefined : sessions.get(id);
    if (!session || session.expiresAt <= clock()) return undefined;
    session.expiresAt = clock() + ttlMs;
    return session;
  };
  return {
    get size() {
      return sessions.size;
    },
    fetched: (request) => {
      if (header(request, 'x-csrf-token')?.toLowerCase() !== 'fetch') return undefined;
      const known = live(request);
      if (known) return { 'x-csrf-token': known.token };
      const id = random.hex(32);
      const token = Buffer.from(random.hex(24)).toString('base64url');
      sessions.set(id, { token, expiresAt: clock() + ttlMs });
      const cookies = [`sap-usercontext=sap-client=100; path=/`, `${COOKIE}=${id}; path=/; HttpOnly`];
      return { 'x-csrf-token': token, 'set-cookie': cookies };
    },
    proven: (request) => {
      const session = live(request);
      return session !== undefined && header(request, 'x-csrf-token') === session.token;
    },
    clear: () => {
      sessions = keepLast(1_000);
    },
  };
}

/** How SAP Gateway asks for a token. */
export const TOKEN_REQUIRED: Reply = {
  status: 403,
  headers: { 'content-type': 'text/plain;charset=utf-8', 'x-csrf-token': 'Required' },
  body: 'CSRF token validation failed',
};

function cookie(request: SimRequest, name: string): string | undefined {
  for (const part of (header(request, 'cookie') ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return undefined;
}
