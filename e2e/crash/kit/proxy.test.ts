import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { startProxy } from './proxy.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A server that answers each line with its capitals, a proxy before it, and a client. */
async function setUp() {
  const heard: string[] = [];
  const server = createServer((socket) =>
    socket
      .on('error', () => undefined)
      .on('data', (bytes) => {
        heard.push(bytes.toString());
        socket.write(bytes.toString().toUpperCase());
      }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = await startProxy((server.address() as AddressInfo).port);
  const client = connect({ port: proxy.port, host: '127.0.0.1' }).on('error', () => undefined);
  closers.push(
    () => server.close(),
    () => proxy.close(),
    () => client.destroy(),
  );
  await once(client, 'connect');
  return { proxy, client, heard };
}

async function answer(client: Socket): Promise<string> {
  const [bytes] = await once(client, 'data');
  return String(bytes);
}

it('passes both ways while it is open', async () => {
  const { client } = await setUp();
  client.write('a');
  expect(await answer(client)).toBe('A');
});

it('holds everything while it is silent, and delivers it afterwards', async () => {
  const { proxy, client, heard } = await setUp();
  proxy.set('silent');
  client.write('a');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(heard).toEqual([]);
  proxy.set('open');
  expect(await answer(client)).toBe('A');
});

it('lets requests arrive and loses the answers while it is deaf; the connection ends', async () => {
  const { proxy, client, heard } = await setUp();
  client.write('a');
  await answer(client);
  proxy.set('deaf');
  const closed = once(client, 'close');
  client.write('b');
  while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 20));
  proxy.set('open');
  await closed;
  expect(heard).toEqual(['a', 'b']);
});

it('ends connections, and takes none, while it refuses', async () => {
  const { proxy, client } = await setUp();
  const closed = once(client, 'close');
  proxy.set('refused');
  await closed;
  const next = connect({ port: proxy.port, host: '127.0.0.1' }).on('error', () => undefined);
  await once(next, 'close');
});
