import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { deleteFlow, getStepData, putConnection } from '@lockstep/schema/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, startTestRuntime, type TestRuntime } from '../main/testing.ts';
import { type RawAnswer, rawRequest, sendRaw } from './raw-client.testing.ts';

/** Abuse cases kept outside the repository, run over real sockets; skipped where the folder is absent. */
const corpus = new URL('../../../../../shared/corpus/', import.meta.url);
const isThere = existsSync(corpus);

interface Case {
  readonly id: string;
  readonly title: string;
  readonly payload: {
    readonly target?: string;
    readonly targets?: readonly string[];
    readonly method?: string;
    readonly contentType?: string;
    readonly body?: string;
    readonly bodies?: readonly string[];
    readonly bodyHex?: string;
    readonly bodyGen?: string;
    readonly chunkedBytes?: number;
    readonly contentEncoding?: string;
    readonly bomb?: number;
    readonly multipartParts?: number;
    readonly query?: string;
    readonly pipeline?: number;
    readonly raw?: string;
    readonly headersGen?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly headersHex?: Readonly<Record<string, string>>;
    readonly sign?: string;
    readonly secret?: string;
    readonly ts?: string;
    readonly twice?: boolean;
    readonly jwt?: unknown;
  };
  readonly expect: {
    readonly status?: number;
    readonly statusIn?: readonly number[];
    readonly everyStatusIn?: readonly number[];
    readonly runCreated?: boolean;
    readonly runsCreated?: number;
    readonly inputKeeps?: string;
    readonly sameBody?: boolean;
    readonly answeredBeforeBytes?: number;
  };
}

/** What this runtime does not claim (yet), or another test's business, with the reason. */
const LEFT: Readonly<Record<string, string>> = {
  'HTTP-027': 'a load scenario of 1000 slow connections',
  'HTTP-029': 'a load scenario of 5000 idle connections',
  'WHAUTH-022': 'a statistical timing test',
  'WHAUTH-034': 'a repeated delivery id answers 202 with the first run and duplicate: true, whatever the body',
  'WHAUTH-036': 'needs a restart: the inbox is in the database, see main.test.ts',
  'WHAUTH-046': 'no address allow list yet',
  'WHAUTH-048': 'no address allow list yet',
  'WHAUTH-050': 'no address allow list yet',
  'WHAUTH-053': 'multipart is refused with 415: nothing is unpacked',
};
const SECRET = 'corpus secret';
const STANDARD_KEY = Buffer.from('0123456789abcdef0123456789abcdef');
let world: TestRuntime;
const read = (file: string): readonly Case[] =>
  isThere ? JSON.parse(readFileSync(new URL(file, corpus), 'utf8')) : [];
const cases = [...read('HTTP.json'), ...read('WHAUTH.json')].filter(({ id }) => LEFT[id] === undefined);

beforeAll(async () => {
  if (!isThere) return;
  world = await startTestRuntime();
  const secrets = { hmac: SECRET, empty: '', spaced: ' s3cret ', standard: `whsec_${STANDARD_KEY.toString('base64')}` };
  for (const [id, webhookSecret] of Object.entries(secrets)) {
    const body = { name: id, system: 'shopify', baseUrl: '', settings: {}, secrets: { webhookSecret } };
    await world.call(putConnection, { params: { id }, body });
    const scheme = id === 'standard' ? { scheme: 'standard-webhooks' } : { scheme: 'hmac', header: 'x-signature' };
    await publish(id, { verify: { ...scheme, connection: id } });
  }
  for (const id of ['open', 'raw', 'form', 'gone']) await publish(id, {});
  await world.call(deleteFlow, { params: { flowId: 'gone' } });
});
afterAll(() => world?.stop());

const publish = (id: string, params: Parameters<typeof node>[2]) =>
  world.publish(flowOf(id, [node('in', 'webhook', { ...params, path: id }), node('log', 'log', { message: 'x' })]));

describe.skipIf(!isThere)('corpus (skipped where ../shared/corpus is absent)', () => {
  it.each(cases.map((each) => [each.id, each.title, each] as const))('%s %s', async (_id, _title, each) => {
    const { payload, expect: wanted } = each;
    const isRaw = payload.raw !== undefined;
    const before = await runCount(isRaw);
    const answers = await play(each);
    const statuses = answers.map(({ status }) => status);

    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    const allowed =
      wanted.everyStatusIn ?? wanted.statusIn ?? (wanted.status === undefined ? undefined : [wanted.status]);
    if (allowed) for (const status of statuses) expect(allowed).toContain(status);
    if (wanted.runCreated === false && !wanted.statusIn?.includes(202)) expect(await runCount(isRaw)).toBe(before);
    if (wanted.runCreated === true) expect(await runCount(isRaw)).toBe(before + 1);
    if (wanted.sameBody) expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    if (wanted.answeredBeforeBytes !== undefined)
      expect(answers[0]?.sentBytes).toBeLessThan(wanted.answeredBeforeBytes);
    if (wanted.inputKeeps !== undefined) expect(await inputOf(answers[0])).toContain(wanted.inputKeeps);
    for (const { body, status } of answers) {
      expect(body).not.toMatch(/node_modules|\.ts:\d|\/work\/|root:x:/);
      if (status >= 400 && body !== '' && payload.raw === undefined) expect(JSON.parse(body)).toMatchObject({ status });
    }
    const healthy = await fetch(`${world.runtime.url}/readyz`);
    expect(healthy.status).toBe(200);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

async function play({ payload }: Case): Promise<readonly RawAnswer[]> {
  const { url } = world.runtime;
  if (payload.raw !== undefined) return [await sendRaw(url, [payload.raw.replaceAll('/webhook/x', '/hooks/open')])];
  const targets = payload.targets ?? [payload.target ?? '/'];
  const answers: RawAnswer[] = [];
  for (const target of targets) {
    for (const body of payload.bodies?.map((text) => Buffer.from(text)) ?? [bodyOf(payload)]) {
      answers.push(await sendRaw(url, chunksOf(payload, targetOf(target, payload), body)));
    }
  }
  return answers;
}

function targetOf(target: string, { query, secret, ts }: Case['payload']): string {
  const signed = ts !== undefined ? 'standard' : secret === '' ? 'empty' : secret?.startsWith(' ') ? 'spaced' : 'hmac';
  const filled = target
    .replace(/^\/webhook/, '/hooks')
    .replace('{{openFlow}}', 'open')
    .replace('{{hmacFlow}}', signed)
    .replace('{{formFlow}}', 'form')
    .replace('{{disabledFlow}}', 'gone');
  return query === undefined ? filled : `${filled}?q=${'x'.repeat(65_536)}`;
}

function* chunksOf(payload: Case['payload'], target: string, body: Buffer): Iterable<Uint8Array | string> {
  const { method = 'POST', headersGen, chunkedBytes, pipeline } = payload;
  const headers: (readonly [string, string | Buffer])[] = [
    ['content-type', payload.contentType ?? 'application/json'],
    ...(payload.contentEncoding ? [['content-encoding', payload.contentEncoding] as const] : []),
    ...Object.entries(payload.headers ?? {}).map(
      ([name, value]) => [name, value.replace('{{valid}}', hex(body))] as const,
    ),
    ...Object.entries(payload.headersHex ?? {}).map(([name, value]) => [name, Buffer.from(value, 'hex')] as const),
    ...Array.from({ length: headersGen ?? 0 }, (_, i) => [`x-h${i}`, 'v'.repeat(90)] as const),
    ...signatureOf(payload, body),
  ];
  if (chunkedBytes !== undefined) {
    yield `${method} ${target} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `10000\r\n${'1'.repeat(65_536)}\r\n`;
    for (let sent = 0; sent < chunkedBytes; sent += 65_536) yield chunk;
    yield '0\r\n\r\n';
    return;
  }
  const request = rawRequest(method, target, headers, method === 'GET' ? undefined : body);
  for (let i = 0; i < (pipeline ?? 1); i += 1) yield request;
}

const hex = (body: Buffer, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex');

function signatureOf({ sign, ts, jwt }: Case['payload'], body: Buffer): readonly (readonly [string, string])[] {
  if (jwt !== undefined) return [['authorization', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.']];
  if (ts !== undefined) {
    const now = Math.floor(Date.now() / 1000);
    const sent = ts === 'now' ? now : now + Number.parseInt(ts, 10);
    const signed = sign === 'raw+old ts' ? now - 60 : sent;
    const signature = createHmac('sha256', STANDARD_KEY).update(`m1.${signed}.`).update(body).digest('base64');
    return [
      ['webhook-id', 'm1'],
      ['webhook-timestamp', String(sent)],
      ['webhook-signature', `v1,${signature}`],
    ];
  }
  switch (sign) {
    case undefined:
      return [];
    case 'base64':
      return [['x-signature', createHmac('sha256', SECRET).update(body).digest('base64')]];
    case 'flipLastByte':
      return [['x-signature', `${hex(body).slice(0, -2)}${hex(body).endsWith('00') ? '01' : '00'}`]];
    case 'hmac with empty key':
      return [['x-signature', hex(body, '')]];
    case 'old secret':
      return [['x-signature', hex(body, 'the secret before')]];
    case 'trimmed':
      return [['x-signature', hex(body, 's3cret')]];
    default:
      return [['x-signature', hex(sign.startsWith('utf8 of ') ? Buffer.from(sign.slice('utf8 of '.length)) : body)]];
  }
}

function bodyOf({ body, bodyHex, bodyGen, bomb, contentEncoding, multipartParts, sign }: Case['payload']): Buffer {
  if (bomb !== undefined) {
    const zeros = Buffer.alloc(60_000_000);
    return contentEncoding === 'br' ? brotliCompressSync(zeros) : gzipSync(zeros);
  }
  if (multipartParts !== undefined) {
    return Buffer.from(
      `${'--b\r\ncontent-disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(multipartParts)}--b--\r\n`,
    );
  }
  if (bodyHex !== undefined) return Buffer.from(bodyHex, 'hex');
  if (bodyGen !== undefined) return Buffer.from(generated(bodyGen));
  const plain = Buffer.from(body ?? '{}');
  // Unsigned, the case means a body that only says it is gzip.
  return contentEncoding === 'gzip' && sign !== undefined ? gzipSync(plain) : plain;
}

function generated(generator: string): string {
  const [kind = '', first = '', second = ''] = generator.split(':');
  const count = Number(second === '' ? first : second);
  switch (kind) {
    case 'nest':
      return first === 'array'
        ? '['.repeat(count) + ']'.repeat(count)
        : `${'{"a":'.repeat(count)}1${'}'.repeat(count)}`;
    case 'keys':
      return `{${Array.from({ length: count }, (_, i) => `"k${i}":0`).join(',')}}`;
    case 'longkey':
      return `{"${'k'.repeat(count)}":1}`;
    default:
      throw new Error(`No generator ${generator}.`);
  }
}

/** Requests that are pipelined behind an answered one still come in during the next case: they have a flow of their own. */
async function runCount(isRaw: boolean): Promise<number> {
  const [row] = await world.store.sql<
    { n: number }[]
  >`select count(*) as n from runs where (flow_id = 'raw') = ${isRaw}`;
  return row?.n ?? 0;
}

async function inputOf(answer: RawAnswer | undefined): Promise<string> {
  const { runId } = JSON.parse(answer?.body ?? '{}') as { runId: string };
  for (;;) {
    const data = await world.call(getStepData, { params: { runId, node: 'log' } });
    if (data.ok && data.value.input) return JSON.stringify(data.value.input.value);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
