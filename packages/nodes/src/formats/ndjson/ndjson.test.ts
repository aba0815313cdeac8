import type { Json } from '@lockstep/schema/run';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type NdjsonItem, type NdjsonOptions, ndjsonRows, readNdjson } from './read.ts';
import { writeNdjson } from './write.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

async function* inChunks(source: Uint8Array, size: number) {
  for (let at = 0; at < source.length; at += size) yield source.subarray(at, at + size);
}

async function read(source: Uint8Array, size: number, from?: Parameters<typeof ndjsonRows>[2]): Promise<NdjsonItem[]> {
  const items: NdjsonItem[] = [];
  for await (const item of ndjsonRows(inChunks(source, size), {}, from)) items.push(item);
  return items;
}

const valuesOf = (items: Iterable<NdjsonItem>) =>
  [...items].flatMap((item) => (item.kind === 'row' ? [item.value] : []));
const issuesOf = (text: string | Uint8Array, options: NdjsonOptions = {}) =>
  [...readNdjson(text, options)].flatMap((item) => (item.kind === 'issue' ? [item.issue.message] : []));

it('reads one value a line, with LF or CRLF, and keeps digits a double would round', () => {
  expect(valuesOf(readNdjson('\ufeff{"id":9007199254740993}\r\n\n[1]\n"x"'))).toEqual([
    { id: '9007199254740993' },
    [1],
    'x',
  ]);
});

it('tells a faulty line by line and column, and goes on behind it', () => {
  const text = '{"a":1}\n{"a":1,"a":2}\n{"a":\n3\n';
  expect(valuesOf(readNdjson(text))).toEqual([{ a: 1 }, 3]);
  expect(issuesOf(text)).toEqual([
    'Line 2, column 8: The key "a" appears twice.',
    'Line 3, column 6: The text ends too early.',
  ]);
});

it('ends with what is no UTF-8, too long, or too much', () => {
  expect(issuesOf(Uint8Array.from([0x31, 0x0a, 0xff]))).toEqual(['Byte 2 of the file is not utf-8.']);
  expect(issuesOf(`1\n"${'x'.repeat(20)}"\n2`, { maxLineLength: 10 })).toEqual([
    'Line 2 is longer than 10 characters.',
  ]);
  expect(issuesOf('1\n2\n3', { maxRows: 2 })).toEqual(['The text has more than 2 rows.']);
});

it('gives the same however it is cut, reads back what it wrote, and goes on from any row', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue(), { maxLength: 6 }),
      fc.integer({ min: 1, max: 7 }),
      fc.nat(),
      async (given, size, pick) => {
        const values = JSON.parse(JSON.stringify(given)) as Json[];
        const source = bytes(writeNdjson(values));
        const items = await read(source, size);
        expect(items).toEqual([...readNdjson(source)]);
        const back = valuesOf(items);
        fc.pre(!/\d{16}/.test(JSON.stringify(values)));
        expect(back).toEqual(values);
        const row = items[pick % (items.length || 1)];
        if (row?.kind !== 'row') return;
        const rest = await read(source.subarray(row.next.offset), size, JSON.parse(JSON.stringify(row.next)));
        expect(rest).toEqual(items.slice(items.indexOf(row) + 1));
      },
    ),
  );
});

it('is linear: a line of 2 MB in chunks of 64 bytes', async () => {
  const [item] = await read(bytes(`"${'x'.repeat(2_000_000)}"\n`), 64);
  expect(item?.kind === 'row' && String(item.value).length).toBe(2_000_000);
});
