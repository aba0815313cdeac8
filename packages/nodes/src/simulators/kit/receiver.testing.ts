import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from './wire.ts';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: Buffer;
}

/** An endpoint that keeps what it is sent and answers what `answer` says, 200 where it says nothing. */
export async function webhookReceiver(
  answer: (received: Received, nth: number) => number | undefined = () => undefined,
) {
  const received: Received[] = [];
  const server = createServer(async (req, res) => {
    const one = { headers: req.headers, rawBody: (await readBody(req)) ?? Buffer.alloc(0) };
    received.push(one);
    res.writeHead(answer(one, received.length) ?? 200).end('{"runId":"r1"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/shopify/orders-create`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
