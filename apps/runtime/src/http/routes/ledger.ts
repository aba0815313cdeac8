import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import { flowNames, type LedgerEntry, readFilterReasons, readImbalances, readLedger } from '../../store/ledger.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

const NOTHING: api.LedgerSums = {
  accepted: 0,
  done: 0,
  filtered: 0,
  replayed: 0,
  exceptions: 0,
  cancelled: 0,
  inFlight: 0,
  missing: 0,
};

export function ledgerRoutes(app: Hono<AppEnv>, { db, now }: Doors): void {
  /** Screens of many people ask for the same sums. */
  const answers = createCache<Awaited<ReturnType<typeof read>>>({ max: 100, ttlMs: 1000, now });

  async function read(range: Parameters<typeof readLedger>[1]) {
    const [entries, reasons, found, names] = await Promise.all([
      readLedger(db, range),
      readFilterReasons(db, range),
      readImbalances(db),
      flowNames(db),
    ]);
    const nameOf = (flowId: string) => names.get(flowId) ?? flowId;
    const flows = [...Map.groupBy(entries, ({ flowId }) => flowId)].map(([flowId, versions]) => ({
      flowId,
      flowName: nameOf(flowId),
      ...sumOf(versions),
      reasons: [...(reasons.get(flowId) ?? [])],
      versions: versions.map(({ flowId: _, ...sums }) => sums),
    }));
    const imbalances = found.map((one) => ({ ...one, flowName: nameOf(one.flowId) }));
    const isWrong = imbalances.some(({ flowId }) => range.flow === undefined || range.flow === flowId);
    return { balanced: !isWrong && flows.every(({ missing }) => missing === 0), flows, imbalances };
  }

  serve(app, api.getLedger, async ({ query: { flow, from, to } }) => {
    const range = { flow, fromMinute: minuteOf(from), toMinute: minuteOf(to) };
    const answer = await answers.get(JSON.stringify(range), () => read(range));
    return { at: new Date(now()).toISOString(), ...answer };
  });
}

function sumOf(entries: readonly LedgerEntry[]): api.LedgerSums {
  const sum = { ...NOTHING };
  for (const entry of entries) {
    for (const key of Object.keys(sum) as (keyof api.LedgerSums)[]) sum[key] += entry[key];
  }
  return sum;
}

const minuteOf = (at: string | undefined) => (at === undefined ? undefined : Math.floor(Date.parse(at) / 60_000));
