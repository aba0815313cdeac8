import * as api from '@lockstep/schema/api';
import type { Hono } from 'hono';
import {
  type BinCount,
  countCompleted,
  countTouches,
  listTouches,
  touchesCountedTo,
} from '../../store/touches/read.ts';
import { createCache } from '../cache.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { serve } from '../serve.ts';

const HOUR_MS = 3_600_000;

/** What people do by hand, against the orders that are completed. */
export function touchRoutes(app: Hono<AppEnv>, { db, now }: Doors): void {
  /** Screens of many people ask for the same sums. */
  const answers = createCache<api.TouchStats>({ max: 30, ttlMs: 2_000, now });

  async function read(days: number): Promise<api.TouchStats> {
    const binHours = days === 1 ? 1 : days <= 7 ? 6 : 24;
    const bins = (days * 24) / binHours;
    // Whole bins, the last one under way: so a bin keeps its place while time goes on.
    const toHour = (Math.floor(now() / HOUR_MS / binHours) + 1) * binHours;
    const range = { fromHour: toHour - 2 * days * 24, toHour, binHours };
    const [touches, orders, counted] = await Promise.all([
      countTouches(db, range),
      countCompleted(db, range),
      touchesCountedTo(db),
    ]);
    const sinceHour = toHour - days * 24;
    const [before, since] = [0, bins].map((from) => ({ from, to: from + bins })) as [Stretch, Stretch];
    const kinds = new Map<api.Touch['what'], number>();
    for (const { bin, what, n } of touches) if (bin >= since.from) kinds.set(what, (kinds.get(what) ?? 0) + n);
    return {
      ...sumsOf(touches, orders, since),
      since: isoOf(sinceHour),
      until: isoOf(toHour),
      countedTo: (counted ?? new Date(0)).toISOString(),
      before: sumsOf(touches, orders, before),
      kinds: [...kinds].map(([what, n]) => ({ what, n })).sort((a, b) => b.n - a.n),
      binMs: binHours * HOUR_MS,
      bins: Array.from({ length: bins }, (_, at) => {
        const one = { from: since.from + at, to: since.from + at + 1 };
        return { at: isoOf(sinceHour + at * binHours), touches: sumIn(touches, one), orders: sumIn(orders, one) };
      }),
    };
  }

  serve(app, api.getTouchStats, async ({ query: { days } }) => answers.get(String(days), () => read(days)));

  serve(app, api.listTouches, async ({ query: { limit, what, from, before } }) => {
    const rows = await listTouches(db, {
      limit: limit + 1,
      what,
      from: from === undefined ? undefined : new Date(from),
      after: before === undefined ? undefined : placeOf(before),
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      touches: page.map(({ what: kind, at, by, runId, flowId, flowName, about }) => ({
        what: kind,
        at: at.toISOString(),
        by,
        ...(runId !== null && { runId }),
        ...(flowId !== null && { flowId }),
        ...(flowName !== null && { flowName }),
        ...(about !== null && { about }),
      })),
      ...(rows.length > limit && last && { next: `${last.at.toISOString()}/${last.ref}` }),
    };
  });
}

/** As `next` of a page said it. */
function placeOf(next: string) {
  const [at = '', ...ref] = next.split('/');
  return { at: new Date(at), ref: ref.join('/') };
}

/** Bins, from the first and up to but without the second. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

function sumsOf(touches: readonly BinCount[], orders: readonly BinCount[], stretch: Stretch): api.TouchSums {
  const [done, completed] = [sumIn(touches, stretch), sumIn(orders, stretch)];
  return {
    touches: done,
    orders: completed,
    ...(completed > 0 && { perThousand: Math.round((done / completed) * 10_000) / 10 }),
  };
}

function sumIn(counts: readonly BinCount[], { from, to }: Stretch): number {
  return counts.reduce((sum, { bin, n }) => (bin >= from && bin < to ? sum + n : sum), 0);
}

const isoOf = (hour: number) => new Date(hour * HOUR_MS).toISOString();
