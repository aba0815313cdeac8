import { z } from 'zod';
import { type Clock, wallOf } from './clock.ts';
import { type JsonValue, problem, type Reply } from './exchange.ts';

const Rate = z.number().min(0).max(1);

/** What every simulator can be told to do wrong, over `PUT /_sim/faults`; `{}` heals. */
export const CommonFaults = z.strictObject({
  latencyMs: z.number().min(0).max(600_000).optional().describe('Milliseconds every answer is held back.'),
  latencyP99Ms: z
    .number()
    .min(0)
    .max(600_000)
    .optional()
    .describe('Milliseconds one answer in a hundred is held back, instead of `latencyMs`.')
    .meta({ label: 'Latency of one in a hundred, ms' }),
  status: z.int().min(400).max(599).optional().describe('HTTP status answered instead of doing the work.'),
  rate: Rate.optional().describe('Share of requests answered with `status`; 1 where absent.'),
  times: z
    .int()
    .min(1)
    .optional()
    .describe('How many requests are answered with `status`; then the system is well again. All where absent.')
    .meta({ label: 'Only so many times' }),
  retryAfter: z
    .union([z.number().min(0), z.string().regex(/^[\x20-\x7e]+$/)])
    .optional()
    .describe('`Retry-After` of those answers: seconds (a float is allowed, Shopify sends one) or an HTTP date.'),
  refuseConnection: Rate.optional()
    .describe('Share of requests whose connection is reset before anything of them is done.')
    .meta({ label: 'Connection refused' }),
  commitThenDrop: Rate.optional().describe('Share of successful writes whose answer is lost: the socket is destroyed.'),
  htmlPage: Rate.optional()
    .describe('Share of answers replaced, after the work was done, by an HTML page with status 200.')
    .meta({ label: 'HTML page with 200' }),
  truncate: Rate.optional()
    .describe('Share of answers whose body ends in the middle, whole as far as HTTP can tell.')
    .meta({ label: 'Body cut short' }),
  cutBody: Rate.optional()
    .describe('Share of answers whose connection is reset in the middle of the body.')
    .meta({ label: 'Reset in the body' }),
  slowBodyMs: z
    .number()
    .min(0)
    .max(600_000)
    .optional()
    .describe('Milliseconds over which the body of every answer trickles in.')
    .meta({ label: 'Body trickles in, ms' }),
  padBytes: z
    .int()
    .min(0)
    .max(16_777_216)
    .optional()
    .describe('Blanks after the body of every answer: how a receiver takes 10 MB.')
    .meta({ label: 'Bytes of padding' }),
  gzip: z
    .boolean()
    .optional()
    .describe('Every body is compressed, whether that was asked for or not.')
    .meta({ label: 'Bodies compressed' }),
  chunked: z
    .boolean()
    .optional()
    .describe('Every body comes in chunks, without its length.')
    .meta({ label: 'Bodies in chunks' }),
  clockSkewMs: z
    .number()
    .min(-3_600_000)
    .max(3_600_000)
    .optional()
    .describe("Milliseconds the system's clock is ahead of ours: in what it writes down and what it signs.")
    .meta({ label: 'Clock ahead, ms' }),
  duplicate: Rate.optional().describe('Share of webhook deliveries sent twice.'),
  reorder: Rate.optional().describe('Share of webhook deliveries overtaken by the next one.'),
  resendOld: Rate.optional()
    .describe('Share of webhook deliveries after which the one before comes once more, as it was.')
    .meta({ label: 'Old webhooks again' }),
  nextSecret: Rate.optional()
    .describe('Share of webhook deliveries signed under the secret that comes next, while secrets are rotated.')
    .meta({ label: 'Signed under the next secret' }),
});
export type CommonFaults = z.infer<typeof CommonFaults>;

/** One fault as a form can offer it. */
export interface FaultSwitch {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** `share`: 0 to 1; `choice`: one of `choices`. */
  readonly kind: 'share' | 'number' | 'flag' | 'choice';
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
}

/** The fault switches of one simulator. */
export interface FaultPanel<F extends CommonFaults> {
  /** Those a form can offer by themselves: numbers, shares, flags and choices. */
  readonly switches: readonly FaultSwitch[];
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
    switches: switchesOf(z.toJSONSchema(schema as unknown as z.ZodType) as JsonShape),
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

interface JsonShape {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly label?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonShape>>;
}

function switchesOf({ properties = {} }: JsonShape): readonly FaultSwitch[] {
  return Object.entries(properties).flatMap(([name, { type, enum: choices, minimum, maximum, ...words }]) => {
    const known = { name, label: words.label ?? name, description: words.description ?? '' };
    if (choices) return { ...known, kind: 'choice', choices: choices.map(String) } as const;
    if (type === 'boolean') return { ...known, kind: 'flag' } as const;
    if (type !== 'number' && type !== 'integer') return [];
    const kind = type === 'number' && minimum === 0 && maximum === 1 ? 'share' : 'number';
    const bounds = { ...(minimum !== undefined && { min: minimum }), ...(maximum !== undefined && { max: maximum }) };
    return { ...known, kind, ...bounds } as const;
  });
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

/** The clock of a system that is ahead, or behind, by the fault `clockSkewMs`; its timers are those of the estate. */
export function skewedClock(clock: Clock, faults: Pick<FaultPanel<CommonFaults>, 'current'>): Clock {
  const skew = (): number => faults.current().clockSkewMs ?? 0;
  const { later, underWay } = clock;
  const wall = (): number => wallOf(clock) + skew();
  return Object.assign(() => clock() + skew(), { wall, ...(later && { later }), ...(underWay && { underWay }) });
}
