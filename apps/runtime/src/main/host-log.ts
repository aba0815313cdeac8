import type { HostLog } from '../runner/host/index.ts';
import type { Logger } from '../telemetry/index.ts';

/** The same sentence is written at most this often; how many were left out comes with the next. */
const QUIET_MS = 5000;

/**
 * The log as the host writes it. While the database is away the host says the same several times a second: once in a while
 * is enough.
 */
export function hostLog(log: Logger, now: () => number = Date.now): HostLog {
  const last = new Map<string, { readonly at: number; leftOut: number }>();
  const write = (level: 'info' | 'warn' | 'error') => (data: object, message: string) => {
    const before = last.get(message);
    if (level !== 'info' && before && now() - before.at < QUIET_MS) {
      before.leftOut += 1;
      return;
    }
    last.set(message, { at: now(), leftOut: 0 });
    const { err, ...fields } = data as { readonly err?: unknown };
    log[level](message, {
      ...fields,
      ...(err !== undefined && { error: err }),
      ...(before && before.leftOut > 0 && { leftOut: before.leftOut }),
    });
  };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
