import type { ServerNews } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';

/** Writes down what becomes of the embedded database. */
export function serverLog(log: Logger): (news: ServerNews) => void {
  return (news) => {
    switch (news.kind) {
      case 'down':
        log.error('PostgreSQL is gone and is being restarted; messages are refused with 503 meanwhile.');
        return;
      case 'up':
        log.warn('PostgreSQL is back.', { downMs: news.downMs });
        return;
      case 'not-restarted':
        log.error('PostgreSQL could not be restarted; trying again.', {
          error: news.error,
          nextTryMs: news.nextTryMs,
        });
        return;
      default:
        news satisfies never;
    }
  };
}
