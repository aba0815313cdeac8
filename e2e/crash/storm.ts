import { createHmac, randomBytes } from 'node:crypto';
import { samples } from '@lockstep/nodes/samples';
import { type Estate, startEstate } from '@lockstep/nodes/simulators';
import { openStore, type Store } from '@lockstep/runtime/store';
import { contracts } from '@lockstep/schema/contracts';
import postgres from 'postgres';
import { freePort, type RuntimeProcess, scratchFolder, sleep, startProcess, until } from '../world.ts';
import { type ChaosOptions, randomOf } from './options.ts';
import { judge, percentile, tally, type Verdict } from './oracle.ts';

export interface ChaosFigures extends Verdict {
  readonly kills: number;
  /** From a kill to the next event of a run the dead process had in hand, in milliseconds. */
  readonly p50RecoveryMs: number;
  readonly p99RecoveryMs: number;
  readonly seed: number;
  readonly seconds: number;
}

const PARTNER_LATENCY_MS = 150;
/** Orders are spread over the kills: about this long for each, in milliseconds. */
const KILL_EVERY_MS = 2_200;

/** Orders that are being sent at a time. */
const LANES = 8;

/** How long accepted orders may take to end after the last kill, in milliseconds. */
const PATIENCE_MS = 180_000;

/**
 * Orders against several runtime processes on one database while they are killed at random moments and the ERP loses
 * answers. The simulators and the judge live in this process and survive.
 */
export async function storm(options: ChaosOptions, report: (line: string) => void): Promise<ChaosFigures> {
  const folder = scratchFolder('chaos');
  const started = Date.now();
  const store = await openStore({ dataDir: folder.path });
  const estate = await startEstate({ seed: options.seed, ordersPerMinute: 0 });
  const fleet = new Fleet(store, options.processes);
  try {
    await fleet.start();
    await furnish(fleet.any().url, estate);
    // Slow partners keep runs under way, so that a kill meets many of them between two steps.
    await setFaults(estate, 'sap', { latencyMs: PARTNER_LATENCY_MS, commitThenDrop: options.commitThenDrop });
    await setFaults(estate, 'wms', { latencyMs: PARTNER_LATENCY_MS });
    const secret = estate.entries.find(({ system }) => system === 'shopify')?.webhookSecret ?? '';
    const sender = new Sender(fleet, secret, options);
    const sending = sender.sendAll((sent) =>
      report(`${sent} of ${options.orders} orders accepted, ${fleet.kills.length} kills`),
    );
    await fleet.killAtRandom(options, sending);
    await sending;
    report(`all ${options.orders} orders accepted after ${seconds(started)} s; waiting for the runs to end`);
    await settle(store);
    const verdict = await judge({
      databaseUrl: store.databaseUrl,
      accepted: sender.accepted,
      salesOrders: tally(await orderNames(estate, 'sap')),
      allocations: tally(await orderNames(estate, 'wms')),
    });
    const recoveries = await recoveryTimes(store, fleet.kills);
    return {
      ...verdict,
      kills: fleet.kills.length,
      p50RecoveryMs: Math.round(percentile(recoveries, 0.5)),
      p99RecoveryMs: Math.round(percentile(recoveries, 0.99)),
      seed: options.seed,
      seconds: seconds(started),
    };
  } finally {
    await fleet.stop();
    await estate.close();
    await store.close();
    folder.remove();
  }
}

interface Kill {
  readonly at: number;
  /** Runs that the dead process had in hand. */
  readonly runs: readonly string[];
}

/** The runtime processes: started, killed and replaced on their ports. */
class Fleet {
  readonly kills: Kill[] = [];
  readonly #store: Store;
  readonly #size: number;
  readonly #members: (RuntimeProcess | undefined)[] = [];
  readonly #ports: number[] = [];
  readonly #secretKey = randomBytes(32).toString('base64');

  constructor(store: Store, size: number) {
    this.#store = store;
    this.#size = size;
  }

  async start(): Promise<void> {
    for (let index = 0; index < this.#size; index += 1) {
      this.#ports.push(await freePort());
      this.#members.push(await this.#launch(index));
    }
  }

  /** A member that is up. @throws Error when none is */
  any(random: () => number = Math.random): RuntimeProcess {
    const up = this.#members.filter((member) => member !== undefined);
    const member = up[Math.floor(random() * up.length)];
    if (!member) throw new Error('No process is up.');
    return member;
  }

  /** Kills at moments drawn from the seed, while orders are being sent and a little beyond. */
  async killAtRandom({ kills, seed }: ChaosOptions, sending: Promise<void>): Promise<void> {
    const random = randomOf(seed ^ 0x9e3779b9);
    let sent = false;
    void sending.then(
      () => (sent = true),
      () => (sent = true),
    );
    for (let round = 0; round < kills; round += 1) {
      await sleep(300 + random() * (sent ? 300 : 1500));
      await this.#killOne(Math.floor(random() * this.#size));
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#members.map((member) => member?.stop()));
  }

  async #killOne(index: number): Promise<void> {
    const member = this.#members[index];
    if (!member) return;
    const owned = await this.#store.sql<{ id: string }[]>`
      select runs.id from runs join workers on workers.epoch = runs.epoch
      where runs.ended_at is null and (workers.host->>'pid')::int = ${member.pid}`;
    this.#members[index] = undefined;
    await member.kill();
    this.kills.push({ at: Date.now(), runs: owned.map(({ id }) => id) });
    this.#members[index] = await this.#launch(index);
  }

  #launch(index: number): Promise<RuntimeProcess> {
    return startProcess({
      LOCKSTEP_PORT: String(this.#ports[index]),
      DATABASE_URL: this.#store.databaseUrl,
      LOCKSTEP_DEMO: '0',
      LOCKSTEP_SECRET_KEY: this.#secretKey,
    });
  }
}

/** Sends signed orders as the shop does: until a 2xx comes, with one delivery id for all tries. */
class Sender {
  readonly accepted = new Map<string, string>();
  readonly #fleet: Fleet;
  readonly #secret: string;
  readonly #orders: number;
  readonly #random: () => number;
  readonly #pauseMs: number;

  constructor(fleet: Fleet, secret: string, { orders, kills, seed }: ChaosOptions) {
    this.#pauseMs = (kills * KILL_EVERY_MS * LANES) / orders;
    this.#fleet = fleet;
    this.#secret = secret;
    this.#orders = orders;
    this.#random = randomOf(seed);
  }

  async sendAll(progress: (sent: number) => void): Promise<void> {
    let next = 0;
    const lane = async () => {
      for (let index = next++; index < this.#orders; index = next++) {
        await sleep(this.#random() * 2 * this.#pauseMs);
        await this.#send(index);
        if (this.accepted.size % 250 === 0) progress(this.accepted.size);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  async #send(index: number): Promise<void> {
    const name = `#C${100_000 + index}`;
    const body = JSON.stringify({
      ...(example as object),
      id: 900_000_000 + index,
      name,
      order_number: 100_000 + index,
    });
    const headers = {
      'content-type': 'application/json',
      'x-shopify-topic': 'orders/create',
      'x-shopify-webhook-id': `chaos-${index}`,
      'x-shopify-hmac-sha256': createHmac('sha256', this.#secret).update(body).digest('base64'),
    };
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const answer = await this.#post(body, headers);
      if (answer) {
        this.accepted.set(answer, name);
        // One in fifty is delivered again, as senders do.
        if (this.#random() < 0.02) await this.#post(body, headers);
        return;
      }
      await sleep(50 + this.#random() * 200);
    }
    throw new Error(`Order ${name} was not accepted in 200 tries.`);
  }

  async #post(body: string, headers: Record<string, string>): Promise<string | undefined> {
    try {
      const { url } = this.#fleet.any(this.#random);
      const response = await fetch(`${url}/hooks/shopify/orders-create`, {
        method: 'POST',
        body,
        headers,
        signal: AbortSignal.timeout(10_000),
      });
      const answer = (await response.json()) as { runId?: string };
      if (response.status === 202) return answer.runId;
      if (response.status < 500) throw new Refused(`The hook answered ${response.status}: ${JSON.stringify(answer)}`);
      return undefined;
    } catch (error) {
      if (error instanceof Refused) throw error;
      return undefined; // killed under us, or not up yet: the sender tries again
    }
  }
}

class Refused extends Error {}

const example = contracts.find(({ name }) => name === 'shopify-order')?.example;

/** Connections and the sample flow, through the API. */
async function furnish(url: string, estate: Estate): Promise<void> {
  for (const { system, label, baseUrl, webhookSecret, credentials } of estate.entries) {
    const body = {
      name: label,
      system: system === 'sap' ? 'sap-s4hana' : system,
      baseUrl,
      settings: {},
      secrets: { ...credentials, ...(webhookSecret !== undefined && { webhookSecret }) },
    };
    await call(url, 'PUT', `/api/connections/${system}`, body);
  }
  const flow = samples.find(({ id }) => id === 'order-to-erp');
  await call(url, 'POST', '/api/flows', { flow });
  await call(url, 'POST', '/api/flows/order-to-erp/versions', { flow, basedOn: 0, note: 'Crash run' });
}

async function setFaults(estate: Estate, system: string, faults: object): Promise<void> {
  const entry = estate.entries.find((candidate) => candidate.system === system);
  if (!entry) throw new Error(`The estate has no ${system}.`);
  await call(entry.faultsUrl, 'PUT', '', faults);
}

async function call(base: string, method: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${base}${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
}

/** Waits until no run is open, or patience is over: what is left then is stuck. */
async function settle(store: Store): Promise<void> {
  const open = async () => {
    const [row] = await store.sql<{ open: number }[]>`select count(*)::int as open from runs where ended_at is null`;
    return row?.open === 0 ? true : undefined;
  };
  await until(open, PATIENCE_MS, 500).catch(() => undefined);
}

async function orderNames(estate: Estate, system: 'sap' | 'wms'): Promise<readonly string[]> {
  const entry = estate.entries.find((candidate) => candidate.system === system);
  const state = (await (await fetch(entry?.stateUrl ?? '')).json()) as {
    salesOrders?: { PurchaseOrderByCustomer: string }[];
    allocations?: { orderRef: string }[];
  };
  return system === 'sap'
    ? (state.salesOrders ?? []).map(({ PurchaseOrderByCustomer }) => PurchaseOrderByCustomer)
    : (state.allocations ?? []).map(({ orderRef }) => orderRef);
}

/** For each run a dead process had in hand: milliseconds from the kill to the run's next event. */
async function recoveryTimes(store: Store, kills: readonly Kill[]): Promise<readonly number[]> {
  const sql = postgres(store.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const times: number[] = [];
    for (const { at, runs } of kills) {
      if (runs.length === 0) continue;
      const rows = await sql<{ ms: number }[]>`
        select extract(epoch from min(at)) * 1000 - ${at}::float8 as ms from run_events
        where run_id in ${sql(runs)} and at > to_timestamp(${at}::float8 / 1000) group by run_id`;
      times.push(...rows.map(({ ms }) => Number(ms)));
    }
    return times;
  } finally {
    await sql.end();
  }
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}
