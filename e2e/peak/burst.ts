import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openStore, type Sql } from '@lockstep/runtime/store';
import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { startPartner } from '../crash/kit/partner.ts';
import { scratchFolder, sleep, startProcess, until } from '../world.ts';

export interface PeakOptions {
  /** Messages a second on an ordinary day. */
  readonly base: number;
  /** How many times that a burst is. */
  readonly factor: number;
  readonly seconds: number;
  /** `LOCKSTEP_MAX_BACKLOG`: queued runs beyond which the door answers 503. */
  readonly backlog: number;
  /** `LOCKSTEP_MAX_IN_FLIGHT`; with the latency of the partner it says how much the runtime gets done. */
  readonly inFlight: number;
  readonly partnerMs: number;
}

export interface PeakFigures {
  readonly sent: number;
  readonly accepted: number;
  /** Answered 503 with Retry-After: nothing was written. */
  readonly refused: number;
  /** Any other answer, and 503 without Retry-After: by status, 0 for none at all. */
  readonly others: Readonly<Record<string, number>>;
  /** Accepted, and done with their effect once. */
  readonly done: number;
  /** Largest number of queued runs seen. */
  readonly mostQueued: number;
  /** Largest memory the runtime process ever held, in MB; 0 where the system does not tell. */
  readonly peakRssMb: number;
  /** From the end of the burst until no run was open. */
  readonly drainSeconds: number;
  readonly p99AnswerMs: number;
}

/** An ordinary minute in small, then a burst, then the time until everything is done. One runtime process. */
export async function burst(options: PeakOptions): Promise<PeakFigures> {
  const { base, factor, seconds, backlog, inFlight, partnerMs } = options;
  const folder = scratchFolder('peak');
  const store = await openStore({ dataDir: folder.path });
  const partner = await startPartner(Math.random);
  partner.set({ latencyMs: partnerMs });
  const runtime = await startProcess({
    DATABASE_URL: store.databaseUrl,
    LOCKSTEP_DEMO: '0',
    LOCKSTEP_SECRET_KEY: randomBytes(32).toString('base64'),
    LOCKSTEP_MAX_BACKLOG: String(backlog),
    LOCKSTEP_MAX_IN_FLIGHT: String(inFlight),
  });
  try {
    await furnish(runtime.url, partner.baseUrl);
    const answers = new Map<string, number>();
    const times: number[] = [];
    let sent = 0;
    let mostQueued = 0;
    const send = async () => {
      sent += 1;
      const from = performance.now();
      const answer = await post(runtime.url, sent);
      times.push(performance.now() - from);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    };
    await atRate(base, Math.min(3, seconds), send);
    const watching = setInterval(() => {
      void countQueued(store.sql).then((queued) => {
        mostQueued = Math.max(mostQueued, queued);
      });
    }, 500);
    await atRate(base * factor, seconds, send);
    const over = performance.now();
    await until(async () => ((await countOpen(store.sql)) === 0 ? true : undefined), 600_000, 200);
    clearInterval(watching);
    const { '202': accepted = 0, '503 with Retry-After': refused = 0, ...others } = Object.fromEntries(answers);
    const [row] = await store.sql<{ n: number }[]>`select count(*)::int as n from runs where status = 'done'`;
    const once = new Set(partner.effects.map(({ ref }) => ref)).size === partner.effects.length;
    return {
      sent,
      accepted,
      refused,
      others,
      done: once ? (row?.n ?? 0) : 0,
      mostQueued,
      peakRssMb: Math.round(peakRss(runtime.pid) / 1e6),
      drainSeconds: Math.round((performance.now() - over) / 100) / 10,
      p99AnswerMs: Math.round(times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1] ?? 0),
    };
  } finally {
    await runtime.stop();
    await partner.close();
    await store.close();
    folder.remove();
  }
}

/** An open loop: whoever sends does not wait for answers. */
async function atRate(perSecond: number, seconds: number, send: () => Promise<void>): Promise<void> {
  const from = performance.now();
  const total = Math.round(perSecond * seconds);
  const under: Promise<void>[] = [];
  for (let index = 0; index < total; index += 1) {
    await sleep(Math.max(0, from + (index / perSecond) * 1000 - performance.now()));
    under.push(send());
  }
  await Promise.all(under);
}

async function post(url: string, id: number): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  try {
    const response = await fetch(`${url}/hooks/peak`, { method: 'POST', headers, body: JSON.stringify({ id }) });
    await response.arrayBuffer();
    if (response.status === 503 && response.headers.has('retry-after')) return '503 with Retry-After';
    return String(response.status);
  } catch {
    return '0';
  }
}

async function furnish(url: string, partnerUrl: string): Promise<void> {
  const call = async (method: string, path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/api${path}`, { method, headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  };
  const connection = { name: 'Partner', system: 'http', baseUrl: partnerUrl, settings: {}, secrets: {} };
  await call('PUT', '/connections/partner', connection);
  await call('POST', '/flows', { flow });
  await call('POST', `/flows/${flow.id}/versions`, { flow, basedOn: 0, note: 'Peak' });
}

const common = { version: 1 } as const;
const flow: Flow = {
  format: FLOW_FORMAT,
  id: 'peak',
  name: 'Peak',
  nodes: [
    {
      ...common,
      id: 'hook',
      type: 'webhook',
      name: 'Hook',
      params: { path: 'peak', verify: { scheme: 'none' } },
      policy: {},
    },
    {
      ...common,
      id: 'send',
      type: 'http-request',
      name: 'Send',
      params: { connection: 'partner', method: 'POST', url: "='/keyed/send/' + input.id", body: '=input' },
      policy: { strategy: 'key' },
    },
  ],
  edges: [{ from: 'hook', port: 'out', to: 'send' }],
  layout: { nodes: { hook: { x: 0, y: 0 }, send: { x: 240, y: 0 } }, notes: [] },
  settings: {},
  tests: [],
};

async function countOpen(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from runs where ended_at is null`;
  return row?.n ?? 0;
}

async function countQueued(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from runs where ended_at is null and epoch is null`;
  return row?.n ?? 0;
}

/** The high-water mark of a process, in bytes, as Linux tells. */
function peakRss(pid: number): number {
  if (process.platform !== 'linux') return 0;
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}
