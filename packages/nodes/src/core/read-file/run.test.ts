import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '@lockstep/schema/run';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextFor, failureOf } from '../../testing/context.ts';
import { filesInMemory } from '../../testing/files-in-memory.ts';
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

  it.each([
    ['iso-8859-1', 'latin1', []],
    ['windows-1252', 'latin1', []],
    ['utf-16le', 'utf16le', []],
    ['utf-8', 'utf16le', [0xff, 0xfe]],
    ['iso-8859-1', 'utf8', [0xef, 0xbb, 0xbf]],
  ] as const)('of a file in %s as %s, with the mark %j', async (encoding, written, mark) => {
    const values = Array.from({ length: 150 }, (_, id) => ({ id: String(id), name: `Größe ${'ü'.repeat(id % 7)}` }));
    const bytes = (text: string) => Buffer.concat([Buffer.from(mark), Buffer.from(text, written)]);
    expect(await readAll(bytes(lines(values)), { encoding })).toEqual(values);
    const csv = `id;name\n${values.map(({ id, name }) => `${id};${name}\n`).join('')}`;
    expect(await readAll(bytes(csv), { encoding, format: 'csv', delimiter: 'semicolon' })).toEqual(values);
    givesParts = false;
    expect(await readAll(bytes(lines(values)), { encoding })).toEqual(values);
  });

  it('of a file whose text has the character that stands for lost ones', async () => {
    expect(await readAll('"\uFFFD"\n')).toEqual(['\uFFFD']);
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
    [Buffer.from([0x22, 0xe4, 0x22, 0x0a]), 'row-unreadable', 'Byte 1 of the file is not utf-8'],
    [`"${'x'.repeat(3000)}"\n`, 'row-too-long', 'line 1'],
  ])('than what is written there: %j', async (text, code, where) => {
    const failure = {
      code: expect.stringMatching(new RegExp(`${code}|row-unreadable`)),
      message: expect.stringContaining(where),
    };
    expect(await failureOf(readAll(text))).toMatchObject(failure);
  });

  it.each(['ndjson', 'csv'])('and passes parts of %s that hold nothing but faulty rows', async (format) => {
    const faulty = format === 'csv' ? '"a"b,c\n' : 'no\n';
    const [before, after] = format === 'csv' ? ['id,name\n1,x\n', '2,y\n'] : ['{"id":"1"}\n', '{"id":"2"}\n'];
    const items = await readAll(`${before}${faulty.repeat(1_000)}${after}`, { format, onIssue: 'skip' });
    expect(items.map((item) => (item as { id: string }).id)).toEqual(['1', '2']);
  });

  it('but leaves faulty rows out where that is wanted', async () => {
    expect(await readAll('1\nno\n2\n', { onIssue: 'skip' })).toEqual([1, 2]);
  });
});

describe('on an SFTP server', () => {
  function remote(text: string, params: object = {}) {
    let now = 1_000;
    const { files, tree } = filesInMemory({ now: () => now });
    tree.makeFolder('/in');
    tree.write('/in/rows.ndjson', Buffer.from(text));
    const connection = { id: 'partner', system: 'sftp', baseUrl: 'sftp://x', settings: { root: '/in' } };
    const ctx = contextFor({ connections: [connection], files });
    const parsed = readFile.params.parse({ connection: 'partner', url: 'rows.ndjson', partKb: 1, ...params });
    const pull = (cursor?: Json) =>
      runReadFile({ params: parsed, input: null, ...(cursor !== undefined && { cursor }) }, ctx);
    const change = (next: string) => {
      now += 5_000;
      tree.write('/in/rows.ndjson', Buffer.from(next));
    };
    return { pull, change };
  }

  it('gives every row once, in parts', async () => {
    const { pull } = remote(lines(rows(300)));
    const items: Json[] = [];
    for (let cursor: Json | undefined, pulls = 0; ; pulls += 1) {
      const { feed } = await pull(cursor);
      items.push(...feed.items);
      cursor = feed.next;
      if (cursor === undefined) {
        expect(pulls).toBeGreaterThan(5);
        break;
      }
    }
    expect(items).toEqual(rows(300));
  });

  it('is refused when it is changed meanwhile, and waited for while it is being moved', async () => {
    const { pull, change } = remote(lines(rows(300)));
    const { feed } = await pull();
    change(lines(rows(301)));
    expect(await failureOf(pull(feed.next))).toMatchObject({ kind: 'refused', code: 'file-changed' });
    const away = remote('', { url: 'elsewhere' });
    expect(await failureOf(away.pull())).toMatchObject({
      kind: 'transient',
      code: 'file-missing',
      retryAfterMs: 2_000,
    });
  });
});
