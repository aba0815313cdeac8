import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Something that really happened in the partner's system. */
export interface Effect {
  /** `reserve`, or `undo reserve` for one that was taken back. */
  readonly name: string;
  /** The business reference it is about. */
  readonly ref: string;
  readonly body: unknown;
}

/** What the partner does wrong, until it is told otherwise. */
export interface PartnerFaults {
  readonly latencyMs?: number;
  /** Status answered instead of doing the work, to a share of requests (all when absent). */
  readonly status?: number;
  readonly rate?: number;
  readonly retryAfterS?: number;
  /** Share of requests that happen and lose their answer. */
  readonly commitThenDrop?: number;
}

/**
 * A system that lives in the judge's process and survives everything. `/keyed/<name>/<ref>` honours idempotency keys: POST
 * does, DELETE takes back. `/plain/<name>/<ref>` does again whatever it is asked again.
 */
export interface Partner {
  readonly baseUrl: string;
  readonly effects: readonly Effect[];
  /** Refs whose `ship` is refused with 422. */
  readonly refused: Set<string>;
  set(faults: PartnerFaults): void;
  close(): Promise<void>;
}

/** @param random numbers in [0, 1) for the shares */
export async function startPartner(random: () => number): Promise<Partner> {
  const effects: Effect[] = [];
  const known = new Set<string>();
  const busyOnce = new Set<string>();
  const refused = new Set<string>();
  let faults: PartnerFaults = {};

  const server = createServer((request, response) => {
    void read(request).then((body) => setTimeout(() => answer(request, response, body), faults.latencyMs ?? 0));
  });

  function answer(request: IncomingMessage, response: ServerResponse, body: unknown): void {
    const [, kind, name = '', ref = ''] = (request.url ?? '').split('/').map(decodeURIComponent);
    const say = (status: number, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify({ name, ref, status }));
    if (faults.status !== undefined && random() < (faults.rate ?? 1)) {
      say(faults.status, faults.retryAfterS === undefined ? {} : { 'retry-after': String(faults.retryAfterS) });
      return;
    }
    // Refs of this kind find the partner busy once: their run goes through a timer.
    if (name === 'charge' && ref.startsWith('retry-') && !busyOnce.has(ref)) {
      busyOnce.add(ref);
      say(503, { 'retry-after': '1' });
      return;
    }
    if (name === 'ship' && refused.has(ref)) {
      say(422);
      return;
    }
    const key = request.headers['idempotency-key'];
    if (kind === 'plain' || key === undefined || !known.has(String(key))) {
      known.add(String(key));
      effects.push({ name: request.method === 'DELETE' ? `undo ${name}` : name, ref, body });
    }
    if (random() < (faults.commitThenDrop ?? 0)) response.destroy();
    else say(201);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The partner does not listen.');
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    effects,
    refused,
    set(next) {
      faults = next;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function read(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? null : JSON.parse(text);
}
