import { z } from 'zod';
import type { Estate } from './estate.ts';
import { openDoorway } from './kit/doorway.ts';
import type { ClockState } from './kit/estate-clock.ts';
import { json, problem, type Reply, readJson } from './kit/exchange.ts';
import { badField } from './kit/faults.ts';
import { GeneratorBody } from './kit/generator.ts';
import { readBody, send } from './kit/wire.ts';
import { ESTATE_SYSTEMS } from './residents.ts';

/** What an estate says of itself as a whole. */
export interface EstateStatus {
  readonly seed: string;
  readonly clock: ClockState;
}

/** HTTP door to an estate that runs in another process. */
export interface EstateDoor {
  /** Origin without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

const YEAR_MS = 366 * 86_400_000;
/** 1970 to 2100: what every system can write down. */
const Moment = z.int().min(0).max(4_102_444_800_000);
const Mode = z.enum(['running', 'frozen']);
const ClockBody = z.strictObject({
  now: Moment.nullable().optional(),
  mode: Mode.optional(),
  advanceMs: z.int().min(0).max(YEAR_MS).optional(),
});
const ResetBody = z.strictObject({
  seed: z.union([z.string().min(1).max(200), z.int()]).optional(),
  frozenAt: Moment.nullable().optional(),
});
const EstateGenerator = GeneratorBody.extend({ ordersPerMinute: z.number().min(0).max(6_000).optional() });
const TargetsBody = z.partialRecord(z.enum(ESTATE_SYSTEMS), z.url({ protocol: /^https?$/ }));

/**
 * Opens the door: `GET /_estate` (seed and clock), `GET` and `POST /_estate/clock` `{ now?, mode?, advanceMs? }`,
 * `POST /_estate/reset` `{ seed?, frozenAt? }`, `PUT /_estate/generator` `{ ordersPerMinute?, profile? }`, `PUT /_estate/targets`,
 * `GET /_estate/fingerprint`. A wrong body is a 400 problem with `field`.
 */
export async function openEstateDoor(estate: Estate): Promise<EstateDoor> {
  const status = (): EstateStatus => ({ seed: String(estate.seed), clock: estate.clock.state() });
  const routes: Readonly<Record<string, (body: Buffer) => Promise<Reply>>> = {
    'GET /_estate': async () => json(200, status()),
    'GET /_estate/clock': async () => json(200, estate.clock.state()),
    'POST /_estate/clock': taking(ClockBody, async (change) => json(200, await estate.clock.change(change))),
    'POST /_estate/reset': taking(ResetBody, async (beginning) => {
      await estate.reset(beginning);
      return json(200, status());
    }),
    'PUT /_estate/generator': taking(EstateGenerator, async (change) => json(200, await estate.setGenerator(change))),
    'PUT /_estate/targets': taking(TargetsBody, async (targets) => {
      await estate.setTarget(targets);
      return json(200, targets);
    }),
    'GET /_estate/fingerprint': async () => json(200, { fingerprint: await estate.fingerprint() }),
  };
  const doorway = await openDoorway();
  doorway.serve(async (req, res) => {
    const asked = { method: req.method ?? 'GET' };
    const path = req.url?.split('?', 1)[0] ?? '/';
    try {
      const body = await readBody(req);
      const route = routes[`${asked.method} ${path}`];
      if (body === undefined) send(res, asked, problem(413, 'Too large', 'a body has at most 32 MiB here'));
      else send(res, asked, route ? await route(body) : problem(404, 'Not found', `no ${asked.method} ${path} here`));
    } catch (error) {
      send(res, asked, problem(500, 'Estate defect', error instanceof Error ? error.message : String(error)));
    }
  });
  return { url: `http://127.0.0.1:${doorway.port}`, close: doorway.leave };
}

function taking<T>(schema: z.ZodType<T>, work: (body: T) => Promise<Reply>): (body: Buffer) => Promise<Reply> {
  return async (body) => {
    const parsed = schema.safeParse(body.length === 0 ? {} : readJson(body));
    return parsed.success ? work(parsed.data) : badField(parsed.error);
  };
}
