import { z } from 'zod';
import { type JsonValue, problem, type Reply } from './exchange.ts';

const Rate = z.number().min(0).max(1);

/** What every simulator can be told to do wrong, over `PUT /_sim/faults`; `{}` heals. */
export const CommonFaults = z.strictObject({
  latencyMs: z.number().min(0).max(600_000).optional().describe('Milliseconds every answer is held back.'),
  status: z.int().min(400).max(599).optional().describe('HTTP status answered instead of doing the work.'),
  rate: Rate.optional().describe('Share of requests answered with `status`; 1 where absent.'),
  retryAfter: z
    .union([z.number().min(0), z.string().regex(/^[\x20-\x7e]+$/)])
    .optional()
    .describe('`Retry-After` of those answers: seconds (a float is allowed, Shopify sends one) or an HTTP date.'),
  commitThenDrop: Rate.optional().describe('Share of successful writes whose answer is lost: the socket is destroyed.'),
  duplicate: Rate.optional().describe('Share of webhook deliveries sent twice.'),
  reorder: Rate.optional().describe('Share of webhook deliveries overtaken by the next one.'),
});
export type CommonFaults = z.infer<typeof CommonFaults>;

/** The fault switches of one simulator. */
export interface FaultPanel<F extends CommonFaults> {
  current(): F;
  /** Takes a whole new set of faults; a 400 problem naming the field where it is not one. */
  put(body: JsonValue | undefined): Reply | undefined;
}

/** The part of a zod schema a panel needs; the whole type is too deep for the compiler beside a large `GlobalMeta`. */
interface FaultSchema<F> {
  parse(value: unknown): F;
  safeParse(value: unknown): { success: true; data: F } | { success: false; error: z.ZodError };
}

export function createFaultPanel<F extends CommonFaults>(schema: FaultSchema<F>): FaultPanel<F> {
  let faults = schema.parse({});
  return {
    current: () => faults,
    put: (body) => {
      const parsed = schema.safeParse(body);
      if (parsed.success) {
        faults = parsed.data;
        return undefined;
      }
      return badField(parsed.error);
    },
  };
}

/** A 400 problem that names the first field at fault, in dotted form; `body` where the whole body is. */
export function badField(error: z.ZodError): Reply {
  const issue = error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join('.') || 'body';
  const detail = unknown === undefined ? (issue?.message ?? 'not understood') : 'no such field';
  return problem(400, 'Bad request', `${field}: ${detail}`, { field });
}

/**
 * The status to answer with instead of doing the work, or `undefined`. `rate` or `retryAfter` without `status` stand
 * for the commonest outage of their kind: 503, and 429.
 */
export function refusalStatus(faults: CommonFaults): number | undefined {
  if (faults.status !== undefined) return faults.status;
  if (faults.retryAfter !== undefined) return 429;
  return faults.rate === undefined ? undefined : 503;
}
