import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { samples } from '@lockstep/nodes/samples';
import * as api from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestRuntime, type TestRuntime } from './testing.ts';

/** R45: the pass-through sample in front of an endpoint that answers strangely, and the same calls without it. */
interface Exchange {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Bytes that are no UTF-8, a status nobody expects, headers in a spelling of its own. */
const ANSWER = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0x80, 0x7b, 0xe4]);
const seen: { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: Buffer }[] = [];
const endpoint = createServer(async (req, res) => {
  const pieces: Buffer[] = [];
  for await (const piece of req) pieces.push(piece as Buffer);
  seen.push({ url: req.url ?? '', headers: req.headers, body: Buffer.concat(pieces) });
  if (req.headers['x-case'] === 'cut') return void req.socket.destroy();
  const headers = { 'Content-Type': 'application/vnd.old;v=1', 'X-Old-Thing': 'a,  b;c="d"', ETag: 'W/"7"' };
  res.writeHead(req.headers['x-case'] === 'odd' ? 418 : 201, headers).end(ANSWER);
});
let world: TestRuntime;
let direct = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  direct = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
  world = await startTestRuntime();
  const body = { name: 'Old', system: 'wms', baseUrl: direct, settings: {}, secrets: { apiKey: 'key-of-ours' } };
  expect(await world.call(api.putConnection, { params: { id: 'wms' }, body })).toMatchObject({ ok: true });
  await world.publish(samples.find(({ id }) => id === 'wrapped-endpoint') as Flow);
});
afterAll(async () => {
  await world?.stop();
  endpoint.closeAllConnections();
  await new Promise<void>((resolve) => endpoint.close(() => resolve()));
});

const send = (url: string, body: Buffer, headers: Readonly<Record<string, string>>): Promise<Exchange> =>
  new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', headers: { ...headers, 'content-length': body.length } },
      async (answer) => {
        const pieces: Buffer[] = [];
        for await (const piece of answer) pieces.push(piece as Buffer);
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) });
      },
    );
    sent.on('error', reject).end(body);
  });
const both = async (body: Buffer, headers: Readonly<Record<string, string>>, query = '') => [
  await send(`${direct}/v1/allocations${query}`, body, { ...headers, 'x-api-key': 'key-of-ours' }),
  await send(`${world.runtime.url}/hooks/wrapped/allocations${query}`, body, headers),
];
/** Of one connection, or of the moment. */
const OF_THE_CONNECTION = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding'];
/** What every answer under our address bears: which run it was, and that a browser is not to act on it. */
const ADDED = ['content-security-policy', 'referrer-policy', 'x-content-type-options', 'x-lockstep-run'];
const shown = ({ status, headers, body }: Exchange, added: readonly string[] = []) => ({
  status,
  headers: Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name) && !added.includes(name)),
  ),
  body: body.toString('hex'),
});
const arrived = ({ url, headers, body }: (typeof seen)[number]) => {
  const { traceparent: _, connection: __, 'accept-encoding': ___, ...said } = headers;
  return { url, headers: said, body: body.toString('hex') };
};
const reported = async () => {
  const found = await world.call(api.listExceptions, { query: { flow: 'wrapped-endpoint' } });
  return found.ok ? found.value.exceptions.map(({ code }) => code) : [];
};
const good = Buffer.from('{"orderRef":"#1001","warehouse":"BER-1","lines":[{"sku":"MUG-BLÜ","quantity":2}]} \n');
const TRACE = '0af7651916cd43dd8448eb211c80319c';

it('passes bytes, status and headers as they are, both ways, and adds a trace', async () => {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-case': 'odd',
    'x-tenant': 'eu',
    'user-agent': 'till/3.1',
    traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
  };
  seen.length = 0;
  const [without, wrapped] = (await both(good, headers, '?mode=fast&tag=a%20b')) as [Exchange, Exchange];
  expect(shown(wrapped, ADDED)).toEqual(shown(without));
  expect(wrapped.status).toBe(418);
  expect(wrapped.body.equals(ANSWER)).toBe(true);
  const [plain, proxied] = seen as [(typeof seen)[number], (typeof seen)[number]];
  expect(arrived(proxied)).toEqual({ ...arrived(plain), url: '/v1/allocations?mode=fast&tag=a%20b' });
  expect(proxied.body.equals(good)).toBe(true);
  expect(proxied.headers.traceparent).toMatch(new RegExp(`^00-${TRACE}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
  expect(await reported()).toEqual([]);
});

it('passes what breaks the contract, too, and reports it afterwards', async () => {
  const odd = Buffer.from([0x7b, 0xff, 0xfe, 0x00]);
  const [without, wrapped] = (await both(odd, { 'content-type': 'application/octet-stream' })) as [Exchange, Exchange];
  expect(shown(wrapped, ADDED)).toEqual(shown(without));
  expect(seen.at(-1)?.body.equals(odd)).toBe(true);
  await vi.waitFor(async () => expect(await reported()).toEqual(['contract-broken']), { timeout: 10_000 });
});

it('calls the endpoint once when its answer is lost, and says so to the caller', async () => {
  seen.length = 0;
  const lost = await send(`${world.runtime.url}/hooks/wrapped/allocations`, good, { 'x-case': 'cut' });
  expect(lost.status).toBe(502);
  expect(seen).toHaveLength(1);
  await vi.waitFor(async () => expect(await reported()).toContain('endpoint-down'), { timeout: 10_000 });
});
