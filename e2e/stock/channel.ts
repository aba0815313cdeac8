import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sleep } from '../world.ts';
import type { StockEvent } from './events.ts';

/** A place that sells, as it shows its stock: it believes whatever was written last. */
export interface Channel {
  readonly url: string;
  readonly shown: ReadonlyMap<string, StockEvent>;
  /** When each change was shown first, epoch milliseconds, by `<sku> <version>`. */
  readonly shownAt: ReadonlyMap<string, number>;
  /** Writes of an older version over a newer one. */
  readonly wentBack: readonly string[];
  /** Writes of one SKU that were under way at the same time. */
  readonly overlapped: readonly string[];
  close(): Promise<void>;
}

/** Starts a channel on loopback. A write takes effect after a while that `random` draws. */
export async function startChannel(random: () => number, upToMs: number): Promise<Channel> {
  const shown = new Map<string, StockEvent>();
  const shownAt = new Map<string, number>();
  const wentBack: string[] = [];
  const overlapped: string[] = [];
  const underWay = new Map<string, number>();
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => void write(JSON.parse(text) as StockEvent).then(() => response.writeHead(204).end()));
  });

  async function write(event: StockEvent): Promise<void> {
    const { sku, version } = event;
    const others = underWay.get(sku) ?? 0;
    if (others > 0) overlapped.push(`${sku} version ${version}`);
    underWay.set(sku, others + 1);
    await sleep(random() * upToMs);
    underWay.set(sku, (underWay.get(sku) ?? 1) - 1);
    const before = shown.get(sku);
    if (before && before.version > version) wentBack.push(`${sku} from version ${before.version} to ${version}`);
    shown.set(sku, event);
    const name = `${sku} ${version}`;
    if (!shownAt.has(name)) shownAt.set(name, Date.now());
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    shown,
    shownAt,
    wentBack,
    overlapped,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
