import { createHash } from 'node:crypto';
import type { ResolvedConnection } from '@lockstep/schema/node';
import type { FtpSession } from './session.ts';

export interface FtpSessions {
  /** A session nobody else uses: one that rests, else a new one. */
  take(connection: ResolvedConnection): Promise<FtpSession>;
  /** Gives it back; it rests for a time, and ends. */
  rest(connection: ResolvedConnection, session: FtpSession): void;
  close(): void;
}

/** Sessions by connection. One is good for one call at a time; how many there are, the limit of the connection says. */
export function createSessions(
  open: (connection: ResolvedConnection) => Promise<FtpSession>,
  idleMs: number,
): FtpSessions {
  const resting = new Map<string, { readonly session: FtpSession; readonly timer: NodeJS.Timeout }[]>();
  const all = new Set<FtpSession>();
  let isClosed = false;

  const end = (session: FtpSession): void => {
    all.delete(session);
    session.end();
  };

  return {
    async take(connection) {
      const idle = resting.get(keyOf(connection));
      for (let next = idle?.pop(); next; next = idle?.pop()) {
        clearTimeout(next.timer);
        if (next.session.isOpen()) return next.session;
        end(next.session);
      }
      const session = await open(connection);
      all.add(session);
      return session;
    },
    rest(connection, session) {
      if (isClosed || !session.isOpen()) return end(session);
      const key = keyOf(connection);
      const idle = resting.get(key) ?? [];
      const timer = setTimeout(() => {
        const left = idle.filter((each) => each.session !== session);
        idle.splice(0, idle.length, ...left);
        if (idle.length === 0) resting.delete(key);
        end(session);
      }, idleMs);
      timer.unref();
      idle.push({ session, timer });
      resting.set(key, idle);
    },
    close() {
      isClosed = true;
      for (const { timer } of [...resting.values()].flat()) clearTimeout(timer);
      resting.clear();
      for (const session of all) end(session);
    },
  };
}

function keyOf({ id, baseUrl, settings }: ResolvedConnection): string {
  return createHash('sha256')
    .update(JSON.stringify([id, baseUrl, settings]))
    .digest('hex');
}
