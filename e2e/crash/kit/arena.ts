import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { samples } from '@lockstep/nodes/samples';
import { type Estate, startEstate } from '@lockstep/nodes/simulators';
import { openStore, type Store } from '@lockstep/runtime/store';
import { contracts } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import postgres from 'postgres';
import { scratchFolder, sleep, until } from '../../world.ts';
import { drillFlow, laneFlow, tickFlow } from './drill-flow.ts';
import { createMember, type Member, startSurely } from './member.ts';
import { type Partner, startPartner } from './partner.ts';

/**
 * What a message asks of the flows; `order` goes through the sample flow "Order to ERP", `lane` moves stock of one of a few
 * keys, each move sent when the one before was accepted.
 */
export type Kind = 'lane' | 'plain' | 'undo' | 'wait' | 'delay' | 'once' | 'retry' | 'order';

/** A message that was answered with 2xx, with the run that the answer named. */
export interface Sent {
  readonly kind: Kind;
  /** Business reference; no two messages have the same. */
  readonly ref: string;
  readonly runId: string;
}

export interface ArenaOptions {
  readonly seed: number;
  readonly processes: number;
  readonly leaseMs: number;
  /** Numbers in [0, 1) for the faults of the partner. */
  readonly random: () => number;
  readonly preload?: readonly string[] | undefined;
  /** Roles of the processes, in their order; every one does everything when absent. */
  readonly roles?: readonly string[] | undefined;
  /** Further settings of the runtime processes. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  readonly value: unknown;
}

/** PostgreSQL, the runtime processes on it, and the systems they work with; the judge lives in this process and survives. */
export interface Arena {
  readonly store: Store;
  readonly estate: Estate;
  readonly partner: Partner;
  readonly members: readonly Member[];
  readonly leaseMs: number;
  /** Every message that was answered with 2xx. */
  readonly sent: Sent[];
  /** Delivers a message until a member answers 202: to `first`, then to the others in turn, as a sender behind a balancer. */
  send(kind: Kind, first?: number, copies?: number): Promise<Sent>;
  /** Calls the API until a member answers with a status below 500. */
  call(method: string, path: string, body: unknown, first?: number): Promise<ApiAnswer>;
  publish(flow: Flow): Promise<void>;
  /** Tells an event until it is taken. */
  tell(ref: string, nth: number, first?: number): Promise<void>;
  /** SIGKILL for the PostgreSQL server. Resolves when its supervisor in this process has another one that answers. */
  crashDatabase(): Promise<void>;
  close(): Promise<void>;
}

const ANSWER_MS = 2_500;
/** Whoever sends gives up after this: processes take their time to come back on a busy machine. */
const INSIST_MS = 180_000;
/** A database that was killed is back within this, also on a busy machine. */
const RECOVER_MS = 60_000;

export async function openArena(options: ArenaOptions): Promise<Arena> {
  const { seed, processes, leaseMs, random, preload } = options;
  const folder = scratchFolder('crash');
  const closers: (() => Promise<unknown>)[] = [async () => folder.remove()];
  const close = async () => {
    for (const closer of closers.reverse()) await closer().catch(() => undefined);
  };
  try {
    const store = await openStore({ dataDir: folder.path, onServerNews: () => undefined });
    closers.push(() => store.close());
    const estate = await startEstate({ seed, ordersPerMinute: 0 });
    closers.push(() => estate.close());
    const partner = await startPartner(random);
    closers.push(() => partner.close());
    const env = {
      LOCKSTEP_SECRET_KEY: randomBytes(32).toString('base64'),
      LOCKSTEP_LEASE_MS: String(leaseMs),
      LOCKSTEP_DRAIN_MS: '0',
      ...options.env,
    };
    const members: Member[] = [];
    for (let index = 0; index < processes; index += 1) {
      const role = options.roles?.[index];
      const own = role === undefined ? env : { ...env, LOCKSTEP_ROLE: role };
      const member = await createMember({ databaseUrl: store.databaseUrl, env: own, preload });
      closers.push(() => member.close());
      members.push(member);
    }
    await Promise.all(members.map(startSurely));
    const secret = estate.entries.find(({ system }) => system === 'shopify')?.webhookSecret ?? '';
    const sent: Sent[] = [];
    let counter = 0;
    /** The newest move of each key, while it is being delivered. */
    const moves = new Map<string, Promise<unknown>>();

    /** One try at each member in turn, until `read` makes something of an answer. */
    async function insist<T>(first: number, ask: (url: string) => Promise<T | undefined>): Promise<T> {
      const deadline = Date.now() + INSIST_MS;
      for (let round = 0; Date.now() < deadline; round += 1) {
        const member = members[(first + round) % members.length];
        const answer = member?.pid === undefined ? undefined : await ask(member.url).catch(() => undefined);
        if (answer !== undefined) return answer;
        await sleep(40);
      }
      throw new Error(`Nobody answered in ${INSIST_MS / 1000} s.`);
    }

    const arena: Arena = {
      store,
      estate,
      partner,
      members,
      leaseMs,
      sent,
      async send(kind, first = 0, copies = 1) {
        counter += 1;
        const version = counter;
        const ref = `${kind}-${seed}-${version}`;
        const { path, body, headers } = messageOf(kind, ref, version, secret);
        const post = async (url: string) => {
          const response = await fetch(`${url}${path}`, {
            method: 'POST',
            body,
            headers,
            signal: AbortSignal.timeout(ANSWER_MS),
          });
          const answer = (await response.json()) as { runId?: string };
          if (response.status >= 400 && response.status < 500) throw new Error(`${path} answered ${response.status}.`);
          return response.status === 202 ? answer.runId : undefined;
        };
        const key = kind === 'lane' ? keyOf(version) : undefined;
        const delivered = (moves.get(key ?? '') ?? Promise.resolve()).then(() => insist(first, post));
        if (key !== undefined) moves.set(key, delivered);
        const runId = await delivered;
        const message = { kind, ref, runId };
        sent.push(message);
        for (let copy = 1; copy < copies; copy += 1) await insist(first + copy, post);
        return message;
      },
      call: (method, path, body, first = 0) =>
        insist(first, async (url) => {
          const response = await fetch(`${url}/api${path}`, {
            method,
            headers: { 'content-type': 'application/json' },
            signal: AbortSignal.timeout(ANSWER_MS),
            ...(body !== undefined && { body: JSON.stringify(body) }),
          });
          if (response.status >= 500) return undefined;
          return { status: response.status, value: await response.json() };
        }),
      async publish(flow) {
        const version = { flow, basedOn: 0, note: 'Crash run' };
        await arena.call('POST', '/flows', { flow });
        const published = await arena.call('POST', `/flows/${flow.id}/versions`, version);
        // A repetition of a publication whose answer was lost finds the version there.
        if (published.status >= 400 && published.status !== 409)
          throw new Error(`${flow.id} was not published: ${JSON.stringify(published.value)}`);
      },
      async tell(ref, nth, first = 0) {
        const event = { topic: 'drill.picked', key: ref, eventId: `${ref}/${nth}`, payload: { nth } };
        await arena.call('POST', '/events', event, first);
      },
      async crashDatabase() {
        const file = join(folder.path, 'postgres', 'postmaster.pid');
        const crashed = pidIn(file);
        process.kill(Number(crashed), 'SIGKILL');
        // What it began answers for a moment longer: only the next one counts.
        const isBack = async () => ![crashed, ''].includes(pidIn(file)) && (await answers(store.databaseUrl));
        await until(async () => (await isBack()) || undefined, RECOVER_MS);
      },
      close,
    };
    await furnish(arena);
    return arena;
  } catch (error) {
    await close();
    throw error;
  }
}

/** The first line of `postmaster.pid`; empty while there is none. */
function pidIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[0] ?? '';
  } catch {
    return '';
  }
}

/** On a connection of its own. */
async function answers(databaseUrl: string): Promise<boolean> {
  const sql = postgres(databaseUrl, { max: 1, connect_timeout: 2 });
  return sql`select`
    .then(
      () => true,
      () => false,
    )
    .finally(() => sql.end({ timeout: 1 }));
}

/** Waits until no run is open, or patience is over: what is left then is stuck. */
export async function settle({ store }: Arena, patienceMs: number): Promise<void> {
  const open = async () => {
    const [row] = await store.sql<{ open: number }[]>`select count(*)::int as open from runs where ended_at is null`;
    return row?.open === 0 ? true : undefined;
  };
  await until(() => open().catch(() => undefined), patienceMs, 100).catch(() => undefined);
}

/** Connections and flows, through the API. */
async function furnish(arena: Arena): Promise<void> {
  for (const { system, label, baseUrl, webhookSecret, credentials } of arena.estate.entries) {
    await arena.call('PUT', `/connections/${system}`, {
      name: label,
      system: system === 'sap' ? 'sap-s4hana' : system,
      baseUrl,
      settings: {},
      secrets: { ...credentials, ...(webhookSecret !== undefined && { webhookSecret }) },
    });
  }
  const partner = { name: 'Partner', system: 'http', baseUrl: arena.partner.baseUrl, settings: {}, secrets: {} };
  await arena.call('PUT', '/connections/partner', partner);
  const orders = samples.find(({ id }) => id === 'order-to-erp');
  if (!orders) throw new Error('The sample flow "Order to ERP" is not there.');
  for (const flow of [orders, drillFlow, laneFlow]) await arena.publish(flow);
}

let schedules = 0;

/** Begins a run every two seconds, until what it gives back is called. */
export async function startTicks(arena: Arena): Promise<() => Promise<void>> {
  schedules += 1;
  const flow = tickFlow(schedules);
  await arena.publish(flow);
  return async () => void (await arena.call('DELETE', `/flows/${flow.id}`, undefined));
}

/** Few keys, so that moves of one key meet. */
function keyOf(version: number): string {
  return `key-${version % 3}`;
}

const example = contracts.find(({ name }) => name === 'shopify-order')?.example as object;

function messageOf(kind: Kind, ref: string, counter: number, secret: string) {
  if (kind !== 'order') {
    const move = kind === 'lane' && { key: keyOf(counter), version: counter };
    const body = JSON.stringify({ id: `message-${ref}`, ref, kind, ...move });
    return {
      path: kind === 'lane' ? '/hooks/drill/moves' : '/hooks/drill/messages',
      body,
      headers: { 'content-type': 'application/json' },
    };
  }
  const body = JSON.stringify({ ...example, id: 900_000_000 + counter, name: ref, order_number: 100_000 + counter });
  return {
    path: '/hooks/shopify/orders-create',
    body,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': 'orders/create',
      'x-shopify-webhook-id': `webhook-${ref}`,
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    },
  };
}
