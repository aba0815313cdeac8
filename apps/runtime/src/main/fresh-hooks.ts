import type { App } from '../http/app.ts';
import { FLOW_CHANNEL } from '../store/flows.ts';
import type { Store } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';

const POLL_MS = 10_000;

/** Reads hook addresses now, whenever a flow changes, and every few seconds, in case the news got lost. */
export async function keepHooksFresh(
  hooks: App['hooks'],
  { store, log }: { readonly store: Store; readonly log: Logger },
) {
  const refresh = () =>
    void hooks.refresh().catch((error: unknown) => log.warn('Hook addresses could not be read.', { error }));
  await hooks.refresh();
  await store.listen(FLOW_CHANNEL, refresh, refresh);
  const poll = setInterval(refresh, POLL_MS);
  return { close: async () => clearInterval(poll) };
}
