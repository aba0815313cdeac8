import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '@lockstep/schema/run';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { readFile } from './definition.ts';
import { runReadFile } from './run.ts';

let file = Buffer.alloc(0);
let tag = '"1"';
let givesParts = true;
const asked: string[] = [];
const server = createServer(({ headers: { range = '' } }, response) => {
  asked.push(range);
  const [, from = 0, to = 0] = (/bytes=(\d+)-(\d+)/.exec(range) ?? []).map(Number);
  if (!givesParts) return void response.writeHead(200, { etag: tag }).end(file);
  if (from >= file.length) return void response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
  const part = file.subarray(from, to + 1);
  const range_ = `bytes ${from}-${from + part.length - 1}/${file.length}`;
  response.writeHead(206, { etag: tag, 'content-range': range_, 'content-type': 'application/json' }).end(part);
});
beforeAll(() => new Promise<void>((done) => void server.listen(0, '127.0.0.1', done)));
afterAll(() => void server.close());
beforeEach(() => {
  [tag, givesParts] = ['"1"', true];
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`;

/** One pull after another, each place through JSON as a checkpoint keeps it; `between` may change the file. */
async function readAll(text: string | Buffer, params: object = {}, between = () => {}): Promise<readonly Json[]> {
  file = Buffer.from(text);
  asked.length = 0;
  const items: Json[] = [];
  const parsed = readFile.params.parse({ url: url(), partKb: 1, ...params });
  for (let cursor: Json | undefined; ; between()) {
    const { feed } = await runReadFile(
      { params: parsed, input: null, ...(cursor !== undefined && { cursor }) },
      contextFor(),
    );
    expect(feed.repeatable ?? items.length === 0).toBe(true);
    items.push(...feed.items);
    if (feed.next === undefined) return items;
    cursor = JSON.parse(JSON.stringify(feed.next)) as Json;
  }
}

const rows = (count: number) => Array.from({ length: count }, (_, id) => ({ id, name: 'ü€😀'.repeat(id % 9) }));
const lines = (values: readonly object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

describe('gives every row once', () => {
  it('of an NDJSON file in parts that end anywhere, also within a character', async () => {
    expect(await readAll(lines(rows(200)))).toEqual(rows(200));
    expect(asked.length).toBeGreaterThan(8);
  });

  it('of a CSV file with line breaks in quotes, and its columns named once', async () => {
    const values = rows(150).map(({ id, name }) => ({ id: String(id), text: `a "${name}"\n;${id}` }));
    const text = values.map((row) => `${row.id};"${row.text.replaceAll('"', '""')}"\r\n`).join('');
    expect(await readAll(`id;text\r\n${text}`, { format: 'csv', delimiter: 'semicolon' })).toEqual(values);
  });

  it('whatever the rows are', async () => {
    const row = fc.record({ a: fc.string({ maxLength: 60, unit: 'grapheme' }), b: fc.integer() });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 60 }), async (values) => {
        const plain = values.filter(({ a }) => !a.includes('\uFFFD'));
        expect(await readAll(lines(plain).trimEnd())).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });

  it('behind a byte order mark, of an empty file, of one line, and in groups', async () => {
    expect(await readAll(`\uFEFF${lines(rows(60))}`)).toEqual(rows(60));
    expect(await readAll('')).toEqual([]);
    expect(await readAll('{"a":1}')).toEqual([{ a: 1 }]);
    expect(await readAll('1\n2\n3\n', { group: 2 })).toEqual([[1, 2], [3]]);
  });

  it('of a small file on a server that gives no parts', async () => {
    givesParts = false;
    expect(await readAll(lines(rows(20)))).toEqual(rows(20));
  });
});

describe('never gives something else', () => {
  it('when the file is changed while it is read', async () => {
    const change = () => {
      tag = '"2"';
    };
    expect(await failureOf(readAll(lines(rows(200)), {}, change))).toMatchObject({
      kind: 'refused',
      code: 'file-changed',
    });
  });

  it.each([
    ['{"a":1}\n{"a":\n', 'row-unreadable', 'Line 2'],
    [Buffer.from([0x22, 0xe4, 0x22, 0x0a]), 'not-utf-8', 'line 1'],
    [`"${'x'.repeat(3000)}"\n`, 'row-too-long', 'line 1'],
  ])('than what is written there: %j', async (text, code, where) => {
    const failure = {
      code: expect.stringMatching(new RegExp(`${code}|row-unreadable`)),
      message: expect.stringContaining(where),
    };
    expect(await failureOf(readAll(text))).toMatchObject(failure);
  });

  it('but leaves faulty rows out where that is wanted', async () => {
    expect(await readAll('1\nno\n2\n', { onIssue: 'skip' })).toEqual([1, 2]);
  });
});
