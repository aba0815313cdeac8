import { send } from '../bench/hook-flows.ts';
import { randomOf } from '../crash/storm/random.ts';
import { type RuntimeProcess, scratchFolder, startProcess, until } from '../world.ts';
import { type Channel, startChannel } from './channel.ts';
import { drawEvents, finalStock, type StockEvent } from './events.ts';
import { stockFlow } from './flow.ts';
import { judge, type StockFigures } from './judge.ts';
import type { StockOptions } from './options.ts';

const CHANNELS = 2;
/** Answers of the doors that ask to come again. */
const AGAIN = [429, 503];
const AGAIN_MS = 200;

/**
 * Sends stock events, shuffled and repeated, to real processes over HTTP, waits until nothing is in flight, and has every
 * channel compared with the oracle. `say` gets lines about how far it is.
 */
export async function stock(options: StockOptions, say: (line: string) => void): Promise<StockFigures> {
  const { processes, seed, channelMs, limitMs } = options;
  const events = drawEvents(options);
  const folder = scratchFolder('stock');
  const runtimes: RuntimeProcess[] = [];
  const channels: Channel[] = [];
  try {
    for (let index = 0; index < CHANNELS; index += 1) {
      channels.push(await startChannel(randomOf(seed + index + 1), channelMs));
    }
    for (let index = 0; index < processes; index += 1) {
      const env = { LOCKSTEP_DATA_DIR: folder.path, LOCKSTEP_DEMO: '0', LOCKSTEP_SANDBOX_CHILDREN: '1' };
      runtimes.push(await startProcess(env));
    }
    const urls = runtimes.map(({ url }) => url);
    await publish(urls[0] ?? '', channels);
    await until(async () => ((await areHooksThere(urls)) ? true : undefined), 60_000);
    say(`${events.length} events over ${options.skus} SKUs to ${processes} processes`);

    const from = performance.now();
    const sentAt = await deliver(events, urls, options.senders);
    const acceptedMs = performance.now() - from;
    say(`accepted in ${(acceptedMs / 1000).toFixed(1)} s`);
    const ledger = await until(() => settledLedger(urls[0] ?? '', events.length), 600_000, 250);
    const drainedMs = performance.now() - from;
    return judge({ events, oracle: finalStock(events), channels, sentAt, ledger, acceptedMs, drainedMs, limitMs });
  } finally {
    await Promise.all(runtimes.map((runtime) => runtime.stop()));
    await Promise.all(channels.map((channel) => channel.close()));
    folder.remove();
  }
}

async function publish(url: string, channels: readonly Channel[]): Promise<void> {
  const flow = stockFlow(channels.map((channel) => channel.url));
  await send(url, 'POST', '/api/flows', { flow });
  await send(url, 'POST', `/api/flows/${flow.id}/versions`, { flow, basedOn: 0, note: 'Stock test' });
}

/** Every process knows the address: a body that is no JSON is refused as such, and not as unknown. */
async function areHooksThere(urls: readonly string[]): Promise<boolean> {
  const headers = { 'content-type': 'application/json' };
  const answers = await Promise.all(
    urls.map((url) => fetch(`${url}/hooks/stock-test`, { method: 'POST', headers, body: '{' })),
  );
  return answers.every(({ status }) => status === 400);
}

/** Sends everything, to the processes in turn. @returns when each change was first accepted, by `<sku> <version>` */
async function deliver(
  events: readonly StockEvent[],
  urls: readonly string[],
  senders: number,
): Promise<ReadonlyMap<string, number>> {
  const sentAt = new Map<string, number>();
  let next = 0;
  const sender = async () => {
    for (let index = next++; index < events.length; index = next++) {
      const event = events[index] as StockEvent;
      const at = Date.now();
      await deliverOne(event, `delivery-${index}`, urls[index % urls.length] ?? '');
      const name = `${event.sku} ${event.version}`;
      if (!sentAt.has(name)) sentAt.set(name, at);
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return sentAt;
}

/** As a sender does: again under the same delivery id, until there is a 2xx. */
async function deliverOne(event: StockEvent, deliveryId: string, url: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-delivery-id': deliveryId };
  const request = { method: 'POST', headers, body: JSON.stringify(event) };
  for (;;) {
    // A connection that was kept open may be closed just as it is used again.
    const answer = await fetch(`${url}/hooks/stock-test`, request).catch(() => undefined);
    const text = await answer?.text();
    if (answer?.status === 202) return;
    if (answer && !AGAIN.includes(answer.status)) {
      throw new Error(`A stock event was answered ${answer.status}: ${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

interface Ledger {
  readonly accepted: number;
  readonly done: number;
  readonly filtered: number;
  readonly exceptions: number;
  readonly cancelled: number;
  readonly inFlight: number;
  readonly missing: number;
}

/** The ledger, once it accounts for every event and nothing is in flight. */
async function settledLedger(url: string, events: number): Promise<Ledger | undefined> {
  const answer = await fetch(`${url}/api/ledger?flow=stock-test`);
  if (!answer.ok) return undefined;
  const { flows } = (await answer.json()) as { readonly flows: readonly Ledger[] };
  const [ledger] = flows;
  return ledger && ledger.accepted >= events && ledger.inFlight === 0 ? ledger : undefined;
}
