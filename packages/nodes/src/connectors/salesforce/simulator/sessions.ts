import { type KeyObject, verify } from 'node:crypto';
import { keepLast } from '../../../simulators/kit/kept.ts';
import type { Random } from '../../../simulators/kit/random.ts';
import type { Clock } from '../../../simulators/kit/simulator.ts';

export interface ConnectedApp {
  readonly clientId: string;
  readonly username: string;
  readonly audience: string;
  readonly key: KeyObject;
}

export interface Sessions {
  readonly size: number;
  /** A token for an assertion the app signed, or why there is none. */
  open(assertion: string): { readonly token: string } | { readonly reason: string };
  isOpen(token: string | undefined): boolean;
  end(token: string | undefined): void;
  clear(): void;
}

/** Milliseconds a session lasts: the shortest an org can be set to. */
const SESSION_MS = 15 * 60_000;

/** Salesforce takes no assertion that ends later than this. */
const LONGEST_MS = 180_000;

/** @see RFC 7523, 3; the reasons are worded as Salesforce words them */
export function createSessions(
  app: ConnectedApp,
  { ids, clock, wall }: { readonly ids: Random; readonly clock: Clock; readonly wall: () => number },
): Sessions {
  let opened = keepLast<string, number>(1_000);
  return {
    get size() {
      return opened.size;
    },
    open: (assertion) => {
      const [head = '', body = '', signature = ''] = assertion.split('.');
      const [header, claims] = [readPart(head), readPart(body)];
      if (header?.alg !== 'RS256' || !claims) return { reason: 'invalid assertion' };
      if (!verify('RSA-SHA256', Buffer.from(`${head}.${body}`), app.key, Buffer.from(signature, 'base64url'))) {
        return { reason: 'invalid assertion' };
      }
      if (claims.iss !== app.clientId) return { reason: 'invalid client credentials' };
      if (claims.aud !== app.audience) return { reason: 'audience is invalid' };
      if (claims.sub !== app.username) return { reason: "user hasn't approved this consumer" };
      const leftMs = Number(claims.exp) * 1000 - wall();
      if (!(leftMs > 0) || leftMs > LONGEST_MS) return { reason: 'expired authorization code' };
      const token = `00D${ids.hex(12)}!AQ${ids.hex(60)}`;
      opened.set(token, clock() + SESSION_MS);
      return { token };
    },
    isOpen: (token) => (opened.get(token ?? '') ?? 0) > clock(),
    end: (token) => void opened.delete(token ?? ''),
    clear: () => {
      opened = keepLast<string, number>(1_000);
    },
  };
}

function readPart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
