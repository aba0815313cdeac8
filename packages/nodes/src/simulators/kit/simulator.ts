import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from './clock.ts';
import { openDoorway } from './doorway.ts';
import { json, problem, type Reply, readJson, type SimRequest } from './exchange.ts';
import { type CommonFaults, type FaultPanel, type FaultSwitch, refusalStatus } from './faults.ts';
import type { SecureServing } from './identity.ts';
import { packingOf, sendPacked } from './packing.ts';
import { createRandom, type Seed } from './random.ts';
import { sendSpoiled, spoil } from './spoil.ts';
import { readBody, send } from './wire.ts';

/** What the makers of all simulators take. */
export interface SimulatorSettings {
  /** Free port of the machine where absent. */
  readonly port?: number;
  /** Port of `/_sim` where the system itself speaks no HTTP; a free one where absent. */
  readonly controlPort?: number;
  /** It serves its API by TLS, and `/_sim` beside it without, on `controlPort`. */
  readonly secure?: SecureServing | undefined;
  readonly seed?: Seed;
  /** The system clock where absent. */
  readonly clock?: Clock;
}

export type { Clock } from './clock.ts';

/** A running simulator: a real HTTP server on 127.0.0.1 with its own state and fault switches. */
export interface Simulator {
  readonly system: string;
  /** Origin without a trailing slash. */
  readonly baseUrl: string;
  readonly stateUrl: string;
  readonly faultsUrl: string;
  readonly switches: readonly FaultSwitch[];
  /** What a connection to it needs beside its address. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Addresses it was told beside its target, as settings of a successor: a system that begins again tells the same people. */
  addresses?(): object;
  /** Stops serving and drops open connections; settles when the port is free. */
  close(): Promise<void>;
}

/** State as it is shown: an iterable value is sent item by item, so it may be large. */
type SimState = Readonly<Record<string, unknown>>;

export interface SimulatorParts<F extends CommonFaults> {
  readonly system: string;
  readonly port?: number | undefined;
  readonly controlPort?: number | undefined;
  readonly secure?: SecureServing | undefined;
  readonly seed: Seed;
  readonly faults: FaultPanel<F>;
  /** The system's own API; sees every request outside `/_sim`. */
  handle(request: SimRequest): Reply | Promise<Reply>;
  /** The whole state; lists are snapshots. */
  state(): SimState;
  /** Further switches under `/_sim`; `undefined` where the path is not known. */
  control?(request: SimRequest): Reply | undefined | Promise<Reply | undefined>;
  /** How this system words a status it is told to answer. */
  refuse(status: number): Reply;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Serves a system's API with fault switches in front of it and `/_sim/state` and `/_sim/faults` beside it. Faults
 * never touch `/_sim`. The draws of faults follow the seed and the order in which requests arrive.
 *
 * @throws the listen error, for example EADDRINUSE
 */
export async function createSimulator<F extends CommonFaults>(parts: SimulatorParts<F>): Promise<Simulator> {
  const { system, faults } = parts;
  const random = createRandom(parts.seed, `${system}/faults`);
  const stats = { requests: 0, refused: 0, dropped: 0 };
  /** Refused since the faults were set. */
  let refusedSince = 0;
  const stopping = new AbortController();

  const serve = async (request: SimRequest, res: ServerResponse): Promise<void> => {
    if (request.url.pathname.startsWith('/_sim/')) return send(res, request, await control(request));
    stats.requests += 1;
    if (random.chance(faults.current().refuseConnection ?? 0)) {
      stats.refused += 1;
      res.socket?.resetAndDestroy();
      return;
    }
    const { latencyMs = 0, latencyP99Ms, rate = 1, times, retryAfter, commitThenDrop = 0 } = faults.current();
    const held = latencyP99Ms !== undefined && random.chance(0.01) ? latencyP99Ms : latencyMs;
    if (held > 0) await pause(held, stopping.signal);
    const refusal = refusalStatus(faults.current());
    if (refusal !== undefined && (times === undefined || refusedSince < times) && random.chance(rate)) {
      stats.refused += 1;
      refusedSince += 1;
      const reply = parts.refuse(refusal);
      const more = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      return send(res, request, { ...reply, headers: { ...reply.headers, ...more } });
    }
    const reply = await parts.handle(request);
    const written = !READS.has(request.method) && reply.read !== true && reply.status < 300;
    if (written && random.chance(commitThenDrop)) {
      stats.dropped += 1;
      res.socket?.destroy();
      return;
    }
    const spoiled = spoil(reply, faults.current(), random);
    const packing = packingOf(faults.current());
    if (packing !== undefined) return sendPacked(res, request, spoiled.reply, packing);
    if (request.method === 'HEAD' || (spoiled.cutAfter === undefined && spoiled.slowMs === 0)) {
      return send(res, request, spoiled.reply);
    }
    await sendSpoiled(res, spoiled, (ms) => pause(ms, stopping.signal));
  };

  /** Beside a system that serves by TLS: nothing but its switches. */
  const controlOnly = async (request: SimRequest, res: ServerResponse): Promise<void> =>
    send(res, request, await control(request));

  const control = async (request: SimRequest): Promise<Reply> => {
    switch (`${request.method} ${request.url.pathname}`) {
      case 'GET /_sim/state':
        return { status: 200, headers: JSON_HEADERS, body: stateText({ ...parts.state(), stats: { ...stats } }) };
      case 'GET /_sim/faults':
        return json(200, faults.current());
      case 'PUT /_sim/faults':
        refusedSince = 0;
        return faults.put(readJson(request.body)) ?? json(200, faults.current());
      default: {
        const known = await parts.control?.(request);
        return known ?? problem(404, 'Not found', `no ${request.method} ${request.url.pathname} here`);
      }
    }
  };

  const { secure } = parts;
  const scheme = secure ? 'https' : 'http';
  const doorway = await openDoorway(parts.port, secure);
  doorway.serve((req, res) => {
    answer(req, res, { scheme, serve }).catch(() => res.socket?.destroy());
  });
  const baseUrl = `${scheme}://127.0.0.1:${doorway.port}`;
  const switches = secure && (await openDoorway(parts.controlPort));
  switches?.serve((req, res) => {
    answer(req, res, { scheme: 'http', serve: controlOnly }).catch(() => res.socket?.destroy());
  });
  const controlUrl = switches ? `http://127.0.0.1:${switches.port}` : baseUrl;
  return {
    system,
    baseUrl,
    stateUrl: `${controlUrl}/_sim/state`,
    faultsUrl: `${controlUrl}/_sim/faults`,
    switches: faults.switches,
    close: async () => {
      stopping.abort();
      await Promise.all([doorway.leave(), switches?.leave()]);
    },
  };
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  {
    scheme,
    serve,
  }: { readonly scheme: 'http' | 'https'; serve(request: SimRequest, res: ServerResponse): Promise<void> },
): Promise<void> {
  const url = URL.parse(req.url ?? '/', `${scheme}://${req.headers.host ?? '127.0.0.1'}`);
  const method = req.method ?? 'GET';
  if (url === null) return send(res, { method }, problem(400, 'Bad request', 'the address cannot be read'));
  const body = await readBody(req);
  if (body === undefined) {
    const tooLarge = problem(413, 'Too large', 'a body has at most 32 MiB here');
    return send(res, { method }, { ...tooLarge, headers: { ...tooLarge.headers, connection: 'close' } });
  }
  try {
    await serve({ method, url, headers: req.headers, body }, res);
  } catch (error) {
    if (res.headersSent) throw error;
    send(res, { method }, problem(500, 'Simulator defect', error instanceof Error ? error.message : String(error)));
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/** The state's JSON in pieces: one text of 100,000 orders would not fit V8's longest string. */
function* stateText(state: SimState): Generator<string> {
  let mark = '{';
  for (const [key, value] of Object.entries(state)) {
    yield `${mark}${JSON.stringify(key)}:`;
    mark = ',';
    if (isList(value)) yield* listText(value);
    else yield JSON.stringify(value) ?? 'null';
  }
  yield mark === '{' ? '{}' : '}';
}

function* listText(list: Iterable<unknown>): Generator<string> {
  let mark = '[';
  for (const item of list) {
    yield `${mark}${JSON.stringify(item) ?? 'null'}`;
    mark = ',';
  }
  yield mark === '[' ? '[]' : ']';
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
