import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import postgres from 'postgres';
import { answerParent } from '../kit/child.ts';
import { byHand } from '../peers/by-hand.ts';

/** The least a durable door can be: reads the body, checks the signature, stores in batches, answers 202. */
const [databaseUrl = '', secret = ''] = process.argv.slice(2);
const sql = postgres(databaseUrl, { max: 8, onnotice: () => undefined });
const hand = await byHand(sql);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const raw = Buffer.concat(chunks);
    const given = Buffer.from(String(request.headers['x-shopify-hmac-sha256'] ?? ''), 'base64');
    const wanted = createHmac('sha256', secret).update(raw).digest();
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      response.writeHead(401).end();
      return;
    }
    hand.accept(JSON.parse(raw.toString('utf8'))).then(
      () => response.writeHead(202, { 'content-type': 'application/json' }).end('{}'),
      () => response.writeHead(503).end(),
    );
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

answerParent<object>(
  async () => server.address(),
  () => sql.end({ timeout: 5 }),
);
