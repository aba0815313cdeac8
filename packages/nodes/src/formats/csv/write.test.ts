import { existsSync, readFileSync } from 'node:fs';
import type { Json } from '@lockstep/schema/run';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from './parse.ts';
import { type CsvWriteOptions, writeCsv } from './write.ts';

const write = (rows: readonly Json[], options: CsvWriteOptions = {}) => {
  const written = writeCsv(rows, options);
  return written.ok ? written.text : written.issues;
};

it('writes objects by column, in the order columns first appear, and quotes only what needs it', () => {
  const rows = [{ sku: '007', price: 12.5 }, { sku: 'a,"b"', note: ' x', price: null }, { note: 'l1\nl2' }];
  expect(write(rows)).toBe('sku,price,note\r\n007,12.5,\r\n"a,""b""",," x"\r\n,,"l1\nl2"\r\n');
});

it('writes the columns, delimiter, decimals and line ends it is told', () => {
  const options = { columns: ['b', 'a'], delimiter: ';', decimal: 'comma', newline: '\n', header: false } as const;
  expect(write([{ a: 1.5, b: true, c: 0 }, [1e-7, 1e21]], options)).toBe(
    'true;1,5\n0,0000001;1000000000000000000000\n',
  );
  expect(write([['a', 1]], { quoteAll: true, escape: '\\', header: false })).toBe('"a","1"\r\n');
});

it('says which cell is no text', () => {
  expect(write([{ a: 1 }, { a: [1] }, 'x'])).toEqual([
    { row: 2, column: 'a', message: 'The value is a list, which does not fit into a cell; give text instead.' },
    { row: 3, message: 'A row must be an object or a list.' },
  ]);
  expect(write([['a,b']], { quote: '', header: false })).toEqual([
    { row: 1, message: 'The value has a delimiter or a line break, and the file has no quotes.' },
  ]);
});

it('keeps formulas harmless when people open the file, and only when it is asked to', () => {
  const rows = [['=1+1', -2, '-x', 'a=b']];
  expect(write(rows, { header: false, escapeFormulas: true })).toBe("'=1+1,-2,'-x,a=b\r\n");
  expect(write(rows, { header: false })).toBe('=1+1,-2,-x,a=b\r\n');
});

it('is read back as it was, whatever the values', () => {
  const value = fc.string({
    unit: fc.constantFrom('a', '"', '\\', ',', ';', '\n', '\r', ' ', 'é', '\t'),
    maxLength: 8,
  });
  const rows = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1 }));
  fc.assert(
    fc.property(rows, fc.constantFrom('"', '\\'), fc.constantFrom(',', ';', '\t'), (given, mark, delimiter) => {
      const text = write(given, { header: false, escape: mark, delimiter }) as string;
      const options = { header: 'none', escape: mark, delimiter, skipBlankRows: false } as const;
      expect(parseCsv(text, options)).toMatchObject({ rows: given, issues: [] });
    }),
    { numRuns: 300 },
  );
});

const corpus = new URL('../../../../../../shared/corpus/INJ.json', import.meta.url);
interface Case {
  readonly id: string;
  readonly payload: { readonly cell?: string };
}
const cells: readonly Case[] = existsSync(corpus)
  ? (JSON.parse(readFileSync(corpus, 'utf8')) as readonly Case[]).filter(({ payload }) => payload.cell !== undefined)
  : [];

describe.skipIf(cells.length === 0)('cells of the abuse corpus (skipped where ../shared/corpus is absent)', () => {
  it.each(cells.map(({ id, payload }) => [id, payload.cell ?? ''] as const))('%s: %j', (_, cell) => {
    const quoted = write([[cell]], { header: false, quoteAll: true }) as string;
    expect(parseCsv(quoted, { header: 'none', delimiter: ',' }).rows).toEqual([[cell]]);
    const disarmed = write([[cell]], { header: false, escapeFormulas: true }) as string;
    const [[read] = []] = parseCsv(disarmed, { header: 'none', delimiter: ',' }).rows as string[][];
    expect(read).toBe(/^[=+\-@\t\r＝]/.test(cell) ? `'${cell}` : cell);
  });
});
