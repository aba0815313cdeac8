import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as api from '@lockstep/schema/api';
import { isEnded } from '@lockstep/schema/run';
import { expect, it, onTestFinished } from 'vitest';
import { flowOf, node, startTestRuntime } from './testing.ts';

/** The short form of `npm run bench -- --only stream`, which weighs it. */
it('goes through a file of some megabytes part by part, and keeps nothing of it', async () => {
  const rows = Array.from({ length: 3000 }, (_, sku) => `${JSON.stringify({ sku, text: 'x'.repeat(1000) })}\n`);
  const file = Buffer.from(rows.join(''));
  const parts: string[] = [];
  const server = createServer(({ headers: { range = '' } }, response) => {
    parts.push(range);
    const [, from = 0, to = 0] = (/bytes=(\d+)-(\d+)/.exec(range) ?? []).map(Number);
    const part = file.subarray(from, to + 1);
    const headers = { etag: '"1"', 'content-range': `bytes ${from}-${from + part.length - 1}/${file.length}` };
    response.writeHead(206, headers).end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const world = await startTestRuntime();
  onTestFinished(async () => {
    await world.stop();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/products.ndjson`;
  const flow = flowOf('products', [
    node('in', 'manual'),
    node('rows', 'read-file', { url, partKb: 512, group: 100, parallelism: 4 }),
    node('last', 'log', { message: '=input.results.length' }),
  ]);
  const sum = { mode: 'only', fields: [{ path: 'rows', value: '=input.length' }] };
  await world.publish({
    ...flow,
    nodes: [...flow.nodes, { ...node('sum', 'set-fields', sum), scope: 'rows' }],
    edges: [
      { from: 'in', port: 'out', to: 'rows' },
      { from: 'rows', port: 'done', to: 'last' },
      { from: 'rows', port: 'each', to: 'sum' },
    ],
  });
  const started = await world.call(api.startRun, { params: { flowId: 'products' }, body: { message: {}, by: 'Ada' } });
  const runId = started.ok ? started.value.runId : '';
  for (;;) {
    const run = await world.call(api.getRun, { params: { runId } });
    if (run.ok && isEnded(run.value.status)) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const data = await world.call(api.getStepData, { params: { runId, node: 'rows' }, query: {} });
  const given = data.ok ? (data.value.output?.value as { failed: number; results: { rows: number }[] }) : undefined;
  expect(given?.failed).toBe(0);
  expect(given?.results.reduce((total, { rows: count }) => total + count, 0)).toBe(3000);
  expect(parts.length).toBeGreaterThan(6);
  const [kept] = await world.store.sql<{ bytes: number }[]>`
    select coalesce(sum(length(event::text)), 0)::int as bytes from run_item_events where run_id = ${runId}`;
  expect(kept?.bytes).toBeLessThan(100_000);
});
