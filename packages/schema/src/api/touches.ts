import { z } from 'zod';
import { endpoint } from './endpoint.ts';

const Count = z.int().min(0);
const Instant = z.iso.datetime();

/** What a person did by hand. */
export const TouchKind = z.enum([
  /** Tried a failed run again. */
  'retried',
  /** Repeated a run, as it was or from a step on. */
  'replayed',
  /** Repeated it with a message that was mended. */
  'mended',
  /** Gave an exception up. */
  'discarded',
  'cancelled',
  /** Moved a run to another version. */
  'moved',
  /** Answered an approval. */
  'answered',
  /** Published a version of a table. */
  'table',
  /** Chose, merged or parted golden records. */
  'customer',
  /** Replayed a stretch of a topic. */
  'topic',
]);

export const Touch = z.object({
  what: TouchKind,
  at: Instant,
  by: z.string(),
  runId: z.string().optional(),
  flowId: z.string().optional(),
  flowName: z.string().optional(),
  /** What it was done to where that is no run: the table, the customer, the topic. */
  about: z.string().optional(),
});
export type Touch = z.infer<typeof Touch>;

export const TouchSums = z.object({
  touches: Count,
  /** Orders that were completed: events of the topic `order.completed`. */
  orders: Count,
  /** Touches for each 1,000 of these orders; absent where none was completed. */
  perThousand: z.number().min(0).optional(),
});
export type TouchSums = z.infer<typeof TouchSums>;

export const TouchStats = TouchSums.extend({
  since: Instant,
  until: Instant,
  /** Everything done before is counted: some seconds ago. */
  countedTo: Instant,
  /** The same stretch of time before `since`. */
  before: TouchSums,
  /** Kinds that occur, most frequent first. */
  kinds: z.array(z.object({ what: TouchKind, n: Count })),
  binMs: z.int(),
  bins: z.array(z.object({ at: Instant, touches: Count, orders: Count })),
});
export type TouchStats = z.infer<typeof TouchStats>;

export const getTouchStats = endpoint({
  id: 'getTouchStats',
  method: 'get',
  path: '/touches/stats',
  tag: 'Operations',
  summary:
    'What people did by hand for each 1,000 completed orders, with the same stretch of time before. Test runs are left out',
  query: z.object({ days: z.coerce.number().int().min(1).max(30).default(7) }),
  ok: TouchStats,
  problems: [],
});

export const listTouches = endpoint({
  id: 'listTouches',
  method: 'get',
  path: '/touches',
  tag: 'Operations',
  summary: 'What people did by hand, newest first',
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    what: TouchKind.optional(),
    from: Instant.optional().describe('Done at this moment or later.'),
    before: z
      .string()
      .max(500)
      .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z\//, 'Use "next" of the page before.')
      .optional()
      .describe('The next page: `next` of this one.'),
  }),
  ok: z.object({ touches: z.array(Touch), next: z.string().optional() }),
  problems: [],
});
