import { z } from 'zod';
import { endpoint } from './endpoint.ts';

const Count = z.int().min(0);

/** Why messages were filtered out, with how many. */
export const FilterReason = z.object({ reason: z.string(), count: Count });
export type FilterReason = z.infer<typeof FilterReason>;

/**
 * What became of the messages accepted. `accepted` is counted in the commit that accepts; everything else is counted from
 * the rows of the runs, so `accepted = done + filtered + exceptions + replayed + cancelled + inFlight` holds by the data, not by
 * subtraction.
 */
export const LedgerSums = z.object({
  accepted: Count,
  done: Count,
  /** Ended done without an effect, because a filter sent the message aside. */
  filtered: Count,
  /** Runs that ended as an exception, whatever became of it since; those that were replayed left out. */
  exceptions: Count,
  /** Runs that ended as an exception and that another run repeats: it is counted itself, and stands for the message. */
  replayed: Count,
  cancelled: Count,
  inFlight: Count,
  /** `accepted` less the rest: 0 when balanced, above 0 when messages are unaccounted for, below when there are too many. */
  missing: z.int(),
});
export type LedgerSums = z.infer<typeof LedgerSums>;

export const LedgerFlow = LedgerSums.extend({
  flowId: z.string(),
  flowName: z.string(),
  reasons: z.array(FilterReason),
  versions: z.array(LedgerSums.extend({ version: z.int() })),
});
export type LedgerFlow = z.infer<typeof LedgerFlow>;

/** Messages accepted that no row accounts for (`runs`), or failed runs that no exception shows (`exceptions`). */
export const LedgerImbalance = z.object({
  kind: z.enum(['runs', 'exceptions']),
  flowId: z.string(),
  flowName: z.string(),
  /** Minute in which the messages were accepted; absent for `exceptions`. */
  minute: z.iso.datetime().optional(),
  expected: Count,
  found: Count,
});
export type LedgerImbalance = z.infer<typeof LedgerImbalance>;

export const getLedger = endpoint({
  id: 'getLedger',
  method: 'get',
  path: '/ledger',
  tag: 'Ledger',
  summary:
    'What became of the messages accepted by published versions, by flow: everything, or a range of whole minutes',
  query: z.object({
    flow: z.string().optional(),
    from: z.iso.datetime().optional().describe('Accepted in or after the minute of this moment.'),
    to: z.iso.datetime().optional().describe('Accepted before the minute of this moment.'),
  }),
  ok: z.object({
    at: z.iso.datetime(),
    balanced: z.boolean(),
    flows: z.array(LedgerFlow),
    /** Found by the audit that goes on all the time; of all flows. */
    imbalances: z.array(LedgerImbalance),
  }),
  problems: [],
});
