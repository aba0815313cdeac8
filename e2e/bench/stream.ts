import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RuntimeProcess, scratchFolder, sleep, startProcess } from '../world.ts';
import { flowOf, node, send } from './hook-flows.ts';
import { below, type Finding } from './kit/finding.ts';
import { memoryOf } from './kit/memory.ts';

const MB = 1_000_000;
/** Size of the large file, in MB; the promise is about 1,000. */
const FILE_MB = Number(process.env.LOCKSTEP_BENCH_STREAM_MB ?? 64);
const ROW_BYTES = 2000;
const ROWS_AT_ONCE = 100;
const ITEMS = Number(process.env.LOCKSTEP_BENCH_STREAM_ITEMS ?? 20_000);
const SAMPLE_MS = 250;

/** A file larger than memory, and a long list of items, through a for-each: what the runtime weighs at its heaviest. */
export async function benchStream(): Promise<Finding[]> {
  if (process.platform !== 'linux') return [];
  const folder = scratchFolder('bench-stream');
  const runtime = await startProcess({ LOCKSTEP_DATA_DIR: folder.path, LOCKSTEP_DEMO: '0' });
  const files = await serveFiles();
  try {
    const file = await measure(runtime, 'stream-file', {
      url: `${files.url}/${Math.floor((FILE_MB * MB) / ROW_BYTES)}`,
      group: ROWS_AT_ONCE,
    });
    const items = await measure(runtime, 'stream-items', { url: `${files.url}/${ITEMS}`, group: 1 });
    return [
      ...weighed(
        `${FILE_MB} MB of NDJSON through a for-each`,
        file,
        `Rows of ${ROW_BYTES} bytes, ${ROWS_AT_ONCE} at once, 4 at a time, one expression each: ${(FILE_MB / file.seconds).toFixed(1)} MB/s, ${file.seconds.toFixed(0)} s.`,
      ),
      ...weighed(
        `${ITEMS.toLocaleString('en')} items one by one`,
        items,
        `Each row an item of its own, durable when it ends: ${Math.round(ITEMS / items.seconds)} items/s, ${items.seconds.toFixed(0)} s.`,
      ),
    ];
  } finally {
    await runtime.stop();
    files.server.close();
    folder.remove();
  }
}

function weighed(what: string, { peakBytes, ownBytes }: Measured, meaning: string): Finding[] {
  const children = 'and its sandbox children together, without PostgreSQL (PSS';
  return [
    below(300, { name: `${what}, peak of the runtime process`, unit: 'MB', ours: ownBytes / MB, meaning }),
    below(300, {
      name: `${what}, peak with sandbox`,
      unit: 'MB',
      ours: peakBytes / MB,
      meaning: `The runtime ${children}, every ${SAMPLE_MS} ms).`,
    }),
  ];
}

interface Measured {
  readonly seconds: number;
  readonly peakBytes: number;
  /** Of the runtime process alone. */
  readonly ownBytes: number;
}

async function measure(
  { url, pid }: RuntimeProcess,
  id: string,
  source: { url: string; group: number },
): Promise<Measured> {
  const flow = flowOf(id, [
    node('start', 'manual', {}),
    node('rows', 'read-file', { ...source, parallelism: 4, results: 'count' }),
    node('count', 'set-fields', { mode: 'only', fields: [{ path: 'rows', value: '=input.length ?? 1' }] }),
  ]);
  const body = { ...flow.nodes[2], scope: 'rows' } as (typeof flow.nodes)[number];
  const edges = [flow.edges[0], { from: 'rows', port: 'each', to: 'count' }] as typeof flow.edges;
  const drawn = { ...flow, nodes: [...flow.nodes.slice(0, 2), body], edges };
  await send(url, 'POST', '/api/flows', { flow: drawn });
  await send(url, 'POST', `/api/flows/${id}/versions`, { flow: drawn, basedOn: 0, note: 'Benchmark' });
  const from = performance.now();
  const headers = { 'content-type': 'application/json' };
  const started = await fetch(`${url}/api/flows/${id}/runs`, { method: 'POST', headers, body: '{"message":{}}' });
  const { runId } = (await started.json()) as { readonly runId: string };
  let [peakBytes, ownBytes] = [0, 0];
  for (let round = 0; ; round += 1) {
    const memory = memoryOf(pid);
    [peakBytes, ownBytes] = [Math.max(peakBytes, memory.bytes), Math.max(ownBytes, memory.ownBytes)];
    const status = round % 8 === 0 ? await statusOf(url, runId) : 'running';
    if (status === 'done') return { peakBytes, ownBytes, seconds: (performance.now() - from) / 1000 };
    if (status !== 'running' && status !== 'queued' && status !== 'waiting') throw new Error(`${id} ended ${status}.`);
    await sleep(SAMPLE_MS);
  }
}

async function statusOf(url: string, runId: string): Promise<string> {
  const run = await fetch(`${url}/status/${runId}`);
  return ((await run.json()) as { readonly status: string }).status;
}

/** `/<rows>`: a file of so many rows, made as it is asked for. */
async function serveFiles(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const size = Number(request.url?.slice(1)) * ROW_BYTES;
    const [, first = 0, last = size - 1] = (/bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []).map(Number);
    const end = Math.min(last, size - 1);
    const row = Math.floor(first / ROW_BYTES);
    const rows = Array.from({ length: Math.floor(end / ROW_BYTES) - row + 1 }, (_, index) => rowOf(row + index));
    const part = rows.join('').slice(first - row * ROW_BYTES, end + 1 - row * ROW_BYTES);
    response.writeHead(206, { etag: '"1"', 'content-range': `bytes ${first}-${end}/${size}` }).end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

function rowOf(index: number): string {
  const head = `{"sku":"SKU-${String(index).padStart(9, '0')}","text":"`;
  return `${head}${'lorem ipsum '.repeat(ROW_BYTES / 12 + 1).slice(0, ROW_BYTES - head.length - 3)}"}\n`;
}
