import type { LedgerCounts } from '../http/metrics.ts';
import type { LiveFeed } from '../http/ports.ts';
import type { Store } from '../store/index.ts';
import { type FoundImbalance, readImbalances, readLedger } from '../store/ledger.ts';
import { auditLedger } from '../store/ledger-audit.ts';
import type { Logger } from '../telemetry/index.ts';

interface LedgerWatch {
  /** For `/metrics`: everything accepted so far, by flow; counted anew at most every few seconds. */
  readonly counts: () => Promise<readonly LedgerCounts[]>;
  close(): Promise<void>;
}

/** A row that vanishes from a recent minute is told of within this and the time of a look. */
const LOOK_MS = 3_000;
const COUNTS_MS = 10_000;

/** Audits the ledger all the time, and says in the log and to the screens when a flow is out of balance, and when it is not any more. */
export function watchLedger({
  store,
  live,
  log,
  lookMs = LOOK_MS,
}: {
  readonly store: Pick<Store, 'sql' | 'db'>;
  readonly live: Pick<LiveFeed, 'publish'>;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  readonly lookMs?: number;
}): LedgerWatch {
  let wrong: ReadonlyMap<string, number> = new Map();
  let counted: { readonly at: number; readonly counts: Promise<readonly LedgerCounts[]> } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function look(): Promise<void> {
    await auditLedger(store.sql);
    const found = await readImbalances(store.db);
    const now = missingByFlow(found);
    for (const [flowId, missing] of now) {
      if (wrong.get(flowId) === missing) continue;
      log.error('The ledger does not balance: messages were accepted that no row accounts for.', {
        flowId,
        missing,
        where: found.filter((one) => one.flowId === flowId).slice(0, 5),
      });
      live.publish({ type: 'ledger.changed', flowId, missing });
      counted = undefined;
    }
    for (const flowId of wrong.keys()) {
      if (now.has(flowId)) continue;
      log.warn('The ledger balances again.', { flowId });
      live.publish({ type: 'ledger.changed', flowId, missing: 0 });
      counted = undefined;
    }
    wrong = now;
  }

  function again(): void {
    if (!closed) timer = setTimeout(run, lookMs);
  }

  let looking: Promise<void> = Promise.resolve();
  function run(): void {
    looking = look()
      .catch((error: unknown) => log.warn('The ledger could not be audited; it is tried again.', { error }))
      .then(again);
  }
  again();

  return {
    counts() {
      if (!counted || counted.at + COUNTS_MS < Date.now()) {
        counted = { at: Date.now(), counts: countByFlow(store, () => wrong) };
        counted.counts.catch(() => {
          counted = undefined;
        });
      }
      return counted.counts;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

/** Unaccounted for in any place counts, in either direction: a row too many does not make up for one too few. */
function missingByFlow(found: readonly FoundImbalance[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { flowId, expected, found: there } of found) {
    sums.set(flowId, (sums.get(flowId) ?? 0) + Math.abs(expected - there));
  }
  return sums;
}

async function countByFlow(
  { db }: Pick<Store, 'db'>,
  wrong: () => ReadonlyMap<string, number>,
): Promise<readonly LedgerCounts[]> {
  const byFlow = new Map<string, Record<string, number>>();
  for (const { flowId, version: _, missing: __, ...outcomes } of await readLedger(db, {})) {
    const sums = byFlow.get(flowId) ?? {};
    for (const [outcome, n] of Object.entries(outcomes)) sums[outcome] = (sums[outcome] ?? 0) + n;
    byFlow.set(flowId, sums);
  }
  return [...byFlow].map(([flow, outcomes]) => ({ flow, outcomes, missing: wrong().get(flow) ?? 0 }));
}
