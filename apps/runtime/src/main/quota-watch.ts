import { createCache } from '../http/cache.ts';
import type { Metrics } from '../http/metrics.ts';
import { type Quotas, startQuotas } from '../runner/life/quotas.ts';
import type { Store } from '../store/index.ts';
import { POLICY_CHANNEL, storedByFlow } from '../store/life/policies.ts';
import type { Logger } from '../telemetry/index.ts';

/** What flows store is read for `/metrics` at most this often. */
const COUNTS_MS = 5_000;

/** Watches what flows store: for the doors, for `/metrics`, and in the log where a flow comes near its limit or has room again. */
export async function startQuotaWatch({
  store: { db, listen },
  metrics,
  log,
}: {
  readonly store: Pick<Store, 'db' | 'listen'>;
  readonly metrics: Pick<Metrics, 'setStorage'>;
  readonly log: Pick<Logger, 'warn' | 'error'>;
}): Promise<Quotas> {
  const counts = createCache<Awaited<ReturnType<typeof storedByFlow>>>({ max: 1, ttlMs: COUNTS_MS });
  metrics.setStorage(() => counts.get('', () => storedByFlow(db)));
  const quotas = startQuotas({
    read: async () => (await storedByFlow(db)).filter(({ quotaBytes }) => quotaBytes > 0),
    onChange({ flowId: flow, bytes, quotaBytes }, fullness) {
      const data = { flow, bytes, quotaBytes };
      if (fullness === 'full') log.error('A flow stores as much as it may; its doors turn messages away.', data);
      else if (fullness === 'near') log.warn('A flow stores 80 % of what it may, or more.', data);
      else log.warn('A flow has room again.', data);
    },
    onError: (error) => log.warn('What flows store could not be read; what was known holds on.', { error }),
  });
  await listen(POLICY_CHANNEL, quotas.nudge);
  return quotas;
}
