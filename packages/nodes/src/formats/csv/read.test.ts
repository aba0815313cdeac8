import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse as oracle } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CsvItem, CsvReadOptions, CsvRow } from './options.ts';
import { positionAfter } from './options.ts';
import { parseCsv } from './parse.ts';
import { csvRows, readCsv } from './read.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const rowsOf = (text: string, options: CsvReadOptions = {}) => parseCsv(text, options).rows;
const issuesOf = (text: string, options: CsvReadOptions = {}) =>
  parseCsv(text, options).issues.map(({ code, line, message }) => [code, line, message]);

async function* inChunks(source: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.length; at += size) yield source.subarray(at, at + size);
}

async function read(
  source: Uint8Array,
  size: number,
  options: CsvReadOptions = {},
  from?: Parameters<typeof csvRows>[2],
) {
  const items: CsvItem[] = [];
  for await (const item of csvRows(inChunks(source, size), options, from)) items.push(item);
  return items;
}

/** Texts that are about quotes, delimiters and line ends. */
const csvText = fc
  .array(fc.constantFrom('a', 'b', '0', '"', '""', ',', ';', '\n', '\r\n', '\r', ' ', 'é', '€', '😀', '#'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

describe('rows', () => {
  it('are objects by the names of the first row, and every value is text: leading zeros stay', () => {
    expect(rowsOf('sku,qty\n00042,1\n"a ""b"", c",\n')).toEqual([
      { sku: '00042', qty: '1' },
      { sku: 'a "b", c', qty: '' },
    ]);
  });

  it('are lists, or objects by given names, when there is no header row', () => {
    expect(rowsOf('1;2\n3;4', { header: 'none' })).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
    expect(rowsOf('1;2', { header: ['a', '__proto__'] })).toEqual([JSON.parse('{"a":"1","__proto__":"2"}')]);
  });

  it('end with LF, CRLF or the CR of old Macintoshes; line breaks in quotes are text', () => {
    expect(rowsOf('a,b\r\n"1\r\n2","x\ny"\r\n')).toEqual([{ a: '1\r\n2', b: 'x\ny' }]);
    expect(rowsOf('a,b\r1,2\r3,4')).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ]);
  });

  it('leave out lines without text, blank rows, comments and totals', () => {
    const text = '# export of today\na,b\n\n1,2\n,\n#3,4\n5,6\nTotal,8\n';
    const options = { comment: '#', totalsRows: 1 };
    expect(rowsOf(text, options)).toEqual([
      { a: '1', b: '2' },
      { a: '5', b: '6' },
    ]);
    expect(rowsOf('a,b\n,\n', { skipBlankRows: false })).toEqual([{ a: '', b: '' }]);
  });

  it('read columns as numbers with the decimal separator of the file', () => {
    const columns = [
      { column: 'qty', as: 'number' },
      { column: 'price', as: 'decimal' },
    ] as const;
    expect(
      rowsOf('qty;price\n1.000;1.234,50\n-2;250,00-\n;\n3;0,5', { columns, decimal: 'comma', skipBlankRows: false }),
    ).toEqual([
      { qty: 1000, price: '1234.50' },
      { qty: -2, price: '-250.00' },
      { qty: null, price: null },
      { qty: 3, price: '0.5' },
    ]);
    expect(issuesOf('qty\n12345678901234567\nx', { columns })).toEqual([
      ['not-a-number', 2, 'Line 2, column qty: "12345678901234567" is no number with a decimal point.'],
      ['not-a-number', 3, 'Line 3, column qty: "x" is no number with a decimal point.'],
    ]);
  });
});

describe('the delimiter is told from the first rows', () => {
  it.each([
    ['a,b\n1,2', ','],
    ['a;b\n1,5;2,5', ';'],
    ['1,5;2,5\n2,5;3,5', ';'],
    ['a\tb\n"x;y"\t2', '\t'],
    ['a|b|c\n1|2,3|4', '|'],
    ['"a,b";c\n1;2', ';'],
    ['a\n1\n2', ','],
    ['name,price\n"Doe; Jane",1', ','],
  ])('%j', (text, delimiter) => {
    expect(parseCsv(text).head?.delimiter).toBe(delimiter);
  });
});

describe('encodings', () => {
  const text = 'name;städte\nMüller;Köln €\n';
  it.each([
    ['utf-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), {}],
    ['utf-16le with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]), {}],
    ['utf-16be with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]).swap16(), {}],
    ['utf-16le', Buffer.from(text, 'utf16le'), { encoding: 'utf-16le' }],
    ['windows-1252', Buffer.from(text.replace('€', '\x80'), 'latin1'), { encoding: 'windows-1252' }],
  ] as const)('%s', async (_, source, options) => {
    const rows = (await read(source, 3, options)).filter((item) => item.kind === 'row');
    expect(rows.map(({ values }) => values)).toEqual([{ name: 'Müller', städte: 'Köln €' }]);
    expect(rows[0]?.end).toBe(source.length);
  });

  it('are never guessed around: a byte that does not belong ends the reading and is named', async () => {
    const source = Buffer.from('a\nM\xfcller\n', 'latin1');
    expect(await read(source, 100)).toEqual([
      {
        kind: 'issue',
        isFatal: true,
        issue: { code: 'encoding', line: 1, offset: 0, message: 'Byte 3 of the file is not utf-8.' },
      },
    ]);
  });
});

describe('issues have a line and spoil their row only', () => {
  it.each<[string, CsvReadOptions, unknown[]]>([
    ['a,b\n1,2\n3\n4,5\n', {}, [['wrong-column-count', 3, 'Line 3 has 1 values, but there are 2 columns.']]],
    [
      'a,b\n"x\ny",2\n6" pipe,2\n"x"y,2\n1,2',
      {},
      [['text-after-quote', 5, expect.stringContaining('between a closing quote')]],
    ],
    ['a,b\n1,2\n3,"x\n', {}, [['quote-open', 3, 'A quote that opens in the row at line 3 is never closed.']]],
    ['a,b,a\n', {}, [['header-repeated', 1, 'Line 1 names the columns 1 and 3 both "a".']]],
    ['', {}, [['header-missing', 1, 'The file has no header row.']]],
    ['a\n1\n2\n3\n', { maxRows: 2 }, [['too-many-rows', 4, 'The file has more than 2 rows.']]],
    ['a,b,c\n', { maxColumns: 2 }, [['too-many-columns', 1, 'Line 1 has 3 columns; at most 2 are read.']]],
    ['a\n"xxxxxxxxxxxx', { maxRowLength: 10 }, [['row-too-long', 2, expect.stringContaining('longer than 10')]]],
  ])('%j', (text, options, issues) => {
    expect(issuesOf(text, options)).toEqual(issues);
  });

  it('are forgiven where a file is known to be loose', () => {
    expect(rowsOf('a,b\n"x"y\n1,2,\n', { relaxed: true })).toEqual([
      { a: 'xy', b: '' },
      { a: '1', b: '2' },
    ]);
  });
});

describe('reading in chunks', () => {
  it('gives the same items however the file is cut', async () => {
    await fc.assert(
      fc.asyncProperty(csvText, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (text, size, relaxed) => {
        const options = { delimiter: ',', relaxed };
        expect(await read(bytes(text), size, options)).toEqual([...readCsv(bytes(text), options)]);
      }),
      { numRuns: 300 },
    );
  });

  it('goes on from any row with what a checkpoint keeps', async () => {
    await fc.assert(
      fc.asyncProperty(csvText, fc.nat(), async (text, pick) => {
        const source = bytes(`x;y\n${text}`);
        const items = await read(source, 7, { relaxed: true });
        const head = items.find((item) => item.kind === 'head')?.head;
        const rows = items.filter((item): item is CsvRow => item.kind === 'row');
        const row = rows[pick % (rows.length || 1)];
        if (!head || !row) return;
        const position = JSON.parse(JSON.stringify(positionAfter(head, row)));
        const rest = await read(source.subarray(row.end), 3, { relaxed: true }, position);
        expect(rest.slice(1)).toEqual(items.slice(items.indexOf(row) + 1));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps no more than a row: a source far larger than memory is read row by row', async () => {
    let taken = 0;
    async function* endless() {
      yield 'a,b\n';
      for (; ; taken += 1) yield '1,"2\n3"\n'.repeat(100);
    }
    let rows = 0;
    for await (const { kind } of csvRows(endless())) {
      rows += kind === 'row' ? 1 : 0;
      if (rows === 500) break;
    }
    expect([rows, taken]).toEqual([500, 4]);
  });

  it('is linear: one row of 300 KB in chunks of 16 bytes, and 2 MB without a line break', async () => {
    const long = bytes(`a\n"${'x"",\n'.repeat(60_000)}"\n`);
    expect((await read(long, 16)).filter(({ kind }) => kind === 'row')).toHaveLength(1);
    const open = `a,b\n${'"x,'.repeat(700_000)}`;
    expect(parseCsv(open).issues.map(({ code }) => code)).toEqual(['row-too-long']);
    const faulty = `a\n${'"x"y\n'.repeat(100_000)}`;
    expect(parseCsv(faulty).issueCount).toBe(100_000);
  });
});

describe('beside csv-parse, which reads the same dialect', () => {
  /** Its rows; undefined where it refuses, which it also does for a quote in the middle of a value. */
  const theirs = (text: string) => {
    try {
      return oracle(text, { record_delimiter: ['\n'], skip_empty_lines: true, relax_column_count: true });
    } catch {
      return undefined;
    }
  };

  it('gives the same rows for every text it takes', () => {
    fc.assert(
      fc.property(csvText, (given) => {
        const text = given.replaceAll('\r', '');
        const wanted = theirs(text);
        const { rows, issues } = parseCsv(text, { header: 'none', delimiter: ',', skipBlankRows: false });
        if (wanted) expect({ rows, issues }).toEqual({ rows: wanted, issues: [] });
        else expect(issues.length > 0 || /[^,\n"]"/.test(text)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

const suite = new URL('../../../../../../shared/suites/csv-spectrum/', import.meta.url);
const names = existsSync(suite) ? readdirSync(new URL('csvs/', suite)).map((file) => file.replace('.csv', '')) : [];

describe.skipIf(names.length === 0)('csv-spectrum (skipped where ../shared/suites is absent)', () => {
  /** Two files do not fit the rows they are saved with: one lost its CRLF, the other has another telephone number. */
  const mended: Readonly<Record<string, (text: string) => string>> = {
    newlines_crlf: (text) => text.replaceAll('\n', '\r\n'),
    location_coordinates: (text) => text.replace('2095257564', '1234567890'),
  };

  it.each(names.length === 0 ? ['absent'] : names)('%s', (name) => {
    const text = readFileSync(new URL(`csvs/${name}.csv`, suite), 'utf8');
    const wanted = JSON.parse(readFileSync(new URL(`json/${name}.json`, suite), 'utf8'));
    const { rows, issues } = parseCsv(mended[name]?.(text) ?? text);
    expect({ rows, issues }).toEqual({ rows: [wanted].flat(), issues: [] });
  });

  it('has all its 12 cases', () => {
    expect(names).toHaveLength(12);
  });
});
