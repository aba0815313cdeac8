import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Json, JsonObject } from '@lockstep/schema/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORGIVABLE, toldIssue } from '../kit/issues.ts';
import { generatedData, withoutMeanings } from '../kit/testing.ts';
import { x12Dictionary, x12Sets } from './dictionary/sets.ts';
import type { X12Read } from './document.ts';
import { nestLevels } from './hierarchy.ts';
import { readX12 } from './read.ts';
import { confirmation } from './samples.ts';
import { writeX12, type X12ToWrite, type X12WriteOptions } from './write.ts';

const LENIENT = Object.fromEntries(FORGIVABLE.map((kind) => [kind, true]));
const OPTIONS: X12WriteOptions = {
  separators: { element: '*', component: '>', repetition: '^', segment: '~' },
  newline: '',
  isLenient: true,
  separatorsInText: 'fail',
  date: '2026-11-27',
  time: '09:30',
};
const PARTNERS = { sender: 'RETAILER', receiver: 'SUPPLIER', controlNumber: '7' };

const written = (given: X12ToWrite | X12Read, options: Partial<X12WriteOptions> = {}): string => {
  const result = writeX12(given as unknown as X12ToWrite, { ...OPTIONS, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.text;
};
const told = (text: string) => readX12(text).issues.map((issue) => toldIssue(issue, text));
const dataOf = ({ transactions }: X12Read) => transactions.map(({ data }) => data);

describe('separators', () => {
  it('are those ISA names, for each interchange its own', () => {
    const one = confirmation().replaceAll('\n', '');
    const other = one
      .replaceAll('*', '|')
      .replaceAll('~', '\x85')
      .replace('000000101|0', '000000102|0')
      .replace('1|000000101', '1|000000102');
    const read = readX12(`${one}\r\n\r\n${other}`);
    expect(read.issues).toEqual([]);
    expect(read.interchanges.map(({ separators }) => separators.element + separators.segment)).toEqual(['*~', '|\x85']);
    expect(dataOf(read)[0]).toEqual(dataOf(read)[1]);
  });

  it.each(['\n', '\r\n', ''])('may have %j behind each segment', (newline) => {
    expect(readX12(confirmation().replaceAll('\n', newline))).toMatchObject({
      issueCount: 0,
      transactions: [{ status: 'accepted' }],
    });
  });

  it('may be a line break, written with or without a carriage return', () => {
    for (const end of ['\n', '\r\n']) {
      expect(readX12(confirmation().replaceAll('~\n', end))).toMatchObject({
        issueCount: 0,
        transactions: [{ set: '855' }],
      });
    }
  });

  it('part components and, from 00402 on, what comes several times', () => {
    const later = confirmation().replace('*U*00401*', '*^*00501*').replace('REF*VN*S-7781', 'REF*VN*S-7781*a>b^c');
    expect(readX12(later).transactions[0]?.segments[1]).toEqual(['REF', 'VN', 'S-7781', { repeat: [['a', 'b'], 'c'] }]);
    const before = confirmation().replace('REF*VN*S-7781', 'REF*VN*S-7781*b^c');
    expect(readX12(before).transactions[0]?.segments[1]).toEqual(['REF', 'VN', 'S-7781', 'b^c']);
  });
});

describe('faults', () => {
  it('are told with segment, element, byte and text', () => {
    const text = confirmation().replace('Blue mug', 'Bl\u00fce mug').replace('20261204', '20261304');
    expect(told(text)).toEqual([
      {
        code: 'element-date',
        message: `Segment 10 (ACK05, byte ${Buffer.from(text).indexOf('ACK*IB')}): date "20261304" is no date.`,
        interchange: 0,
        segmentNumber: 10,
        element: 5,
        offset: Buffer.from(text).indexOf('ACK*IB'),
        segment: 'ACK*IB*1*EA*067*20261304',
      },
    ]);
  });

  it.each([
    ['a transaction without its end', (text: string) => text.replace('SE*9*0001~\n', ''), ['se-missing']],
    ['a group without its end', (text: string) => text.replace('GE*1*101~\n', ''), ['ge-missing']],
    [
      'a file that was cut off',
      (text: string) => text.slice(0, text.indexOf('PID') + 9),
      ['end-cut', 'se-missing', 'ge-missing', 'iea-missing'],
    ],
    [
      'counts that are wrong',
      (text: string) => text.replace('SE*9', 'SE*8').replace('GE*1', 'GE*2').replace('IEA*1', 'IEA*3'),
      ['se-count', 'ge-count', 'iea-count'],
    ],
    [
      'numbers that differ',
      (text: string) => text.replace('SE*9*0001', 'SE*9*0002').replace('GE*1*101', 'GE*1*9'),
      ['se-control-number', 'ge-control-number'],
    ],
    ['an interchange twice', (text: string) => text + text, ['interchange-repeated']],
    ['text before the first one', (text: string) => `From: a@b\n${text}`, ['segment-outside']],
    ['a segment that is not there', (text: string) => text.replace('REF*', 'XYZ*'), ['segment-unknown']],
    [
      'a segment that belongs elsewhere',
      (text: string) => text.replace('REF*VN*S-7781', 'HL*1**S'),
      ['segment-unexpected'],
    ],
    [
      'a segment behind its place',
      (text: string) => text.replace('PO1*2', 'CUR*BY*EUR~\nCUR*SE*EUR~\nPO1*2').replace('SE*9', 'SE*11'),
      ['segment-out-of-order'],
    ],
    [
      'a segment that must be there',
      (text: string) => text.replace('BAK*00*AC*PO-1042*20261126~\n', '').replace('SE*9', 'SE*8'),
      ['segment-missing'],
    ],
    ['elements that are too many', (text: string) => text.replace('Blue mug', 'Blue mug*****'), []],
    [
      'an element that is too many',
      (text: string) => text.replace('Blue mug', 'Blue mug****EN*x'),
      ['element-too-many'],
    ],
    ['ISA alone', () => 'ISA', ['isa-broken']],
    ['nothing', () => '', ['nothing']],
  ] as readonly (readonly [string, (text: string) => string, readonly string[]])[])('%s', (_, change, codes) => {
    const found = readX12(change(confirmation())).issues.map(({ code }) => code);
    expect(found).toEqual(expect.arrayContaining([...codes]));
    if (codes.length === 0) expect(found).toEqual([]);
  });

  it('spoil their transaction, and nothing else', () => {
    const text = confirmation({ second: true }).replace('PO1*1*2*EA', 'PO1*1*2*each');
    expect(readX12(text).transactions.map(({ status }) => status)).toEqual(['rejected', 'accepted']);
  });

  it('are counted in full, kept in part', () => {
    const lines = Array.from({ length: 5_000 }, () => 'ZZZ*1~\n').join('');
    const read = readX12(confirmation().replace('PO1*1', `${lines}PO1*1`));
    expect(read.issueCount).toBe(5_001);
    expect(read.issues.length).toBeLessThan(1_010);
  });
});

it('keeps what it does not know, where it stood', () => {
  const text = confirmation().replace('PID*F', 'ZZZ*1*a>b~\nPID*F').replace('SE*9', 'SE*10');
  const read = readX12(text, { forgiving: LENIENT });
  expect(read.transactions[0]?.data).toMatchObject({
    lines: [{ otherSegments: [{ after: '', segment: ['ZZZ', '1', ['a', 'b']] }] }, {}],
  });
  expect(written(read, { newline: '\n' })).toBe(text);
});

it('nests the levels of a ship notice by their parents, or by rank where they name none', () => {
  const flat = (parents: readonly (string | undefined)[]) => ({
    levels: ['S', 'O', 'I', 'I', 'O'].map((level, at) => ({
      id: String(at + 1),
      level,
      ...(parents[at] !== undefined && { parent: parents[at] }),
    })),
  });
  const nested = {
    levels: [
      {
        level: 'S',
        children: [{ level: 'O', children: [{ level: 'I' }, { level: 'I' }] }, { level: 'O' }],
      },
    ],
  };
  expect(nestLevels(flat([undefined, '1', '2', '2', '1']))).toEqual(nested);
  expect(nestLevels(flat([]))).toEqual(nested);
  const chain = Array.from({ length: 100_000 }, (_, at) => ({ id: String(at + 1), parent: String(at), level: 'X' }));
  expect(() => JSON.stringify(nestLevels({ levels: chain }))).not.toThrow();
});

describe('reading and writing', () => {
  const sets = [...x12Sets.values()].filter(({ id }) => id !== '997' && id !== '999');

  it.each(sets.map((set) => [set.id, set] as const))(
    '%s: what is written reads the same, and is written the same again',
    (_, set) => {
      fc.assert(
        fc.property(generatedData(set, x12Dictionary), (data) => {
          const text = written(
            { interchanges: [], transactions: [{ set: set.id, data: data as JsonObject }] },
            { ...PARTNERS, isLenient: false },
          );
          const read = readX12(text);
          expect(read.issues.map((issue) => toldIssue(issue, text).message)).toEqual([]);
          expect(withoutMeanings(dataOf(read)[0] as Json)).toEqual(data);
          expect(written(read)).toBe(text);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('never gives what it cannot read, whatever comes in', () => {
    const piece = fc.constantFrom(
      ...confirmation({ second: true }).split(/(?<=[~*\n])/),
      'ISA',
      'ST',
      '~',
      '*',
      '>',
      '\n',
      'x',
      '^',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const read = readX12(confirmation().slice(0, 160) + pieces.join(''), { forgiving: LENIENT });
        const first = writeX12(read as unknown as X12ToWrite, { ...OPTIONS, ...PARTNERS, separatorsInText: 'keep' });
        if (!first.ok) {
          expect(first.issues.every(({ path }) => path.startsWith('/'))).toBe(true);
          return;
        }
        const once = first.text;
        const again = readX12(once, { forgiving: LENIENT });
        expect(written(again, { ...PARTNERS, separatorsInText: 'keep' })).toBe(once);
      }),
      { numRuns: 300 },
    );
  });
});

it('reads 10 MB of one transaction, and counts what is wrong in it', { timeout: 60_000 }, () => {
  const line = 'PO1*1*2*EA*12.50**VN*MUG-BLUE~PID*F****Blue mug~ACK*IA*2*EA*067*20261328~';
  const text = confirmation()
    .replaceAll('\n', '')
    .replace('PO1*2', `${line.repeat(140_000)}PO1*2`);
  const read = readX12(text, { forgiving: { values: true } });
  expect(text.length).toBeGreaterThan(10_000_000);
  expect(read).toMatchObject({ warningCount: 140_000, transactions: [{ status: 'rejected' }] });
  expect(read.issues.at(-1)).toMatchObject({ code: 'se-count', offset: text.indexOf('SE*9') });
  expect(read.issues.length).toBeLessThan(1_010);
});

const directory = new URL('../../../../../../../shared/fixtures/edi-x12/', import.meta.url);
const files = existsSync(directory) ? readdirSync(directory) : [];

describe.skipIf(files.length === 0)('files of partners (skipped where ../shared/fixtures is absent)', () => {
  /** Files that break the standard, and with what; strict reading refuses these and no other. */
  const faulty: Readonly<Record<string, readonly string[]>> = {
    'edinet_204-MGCTLYST-SAMPLE.EDI': ['se-count'],
    'edinet_x12.214.edi': ['isa-layout'],
    'edinet_x12.810a.edi': ['isa-layout', 'blanks'],
    'edinet_x12.810b.edi': ['isa-layout', 'blanks'],
    'edinet_x12.832.edi': ['isa-layout', 'blanks', 'se-count'],
    'edinet_x12.850.edi': ['iea-control-number'],
    'edinet_x12.850a.edi': ['isa-layout', 'blanks', 'element-too-long', 'iea-control-number'],
    'node-x12_850_fat.edi': ['interchange-repeated'],
    'node-x12_856.edi': ['element-character', 'element-character'],
    'x12types_004060_856.edi': ['end-cut'],
  };

  it.each(files.length === 0 ? ['absent'] : files)('%s is read as it is, written, and read the same', (file) => {
    const text = readFileSync(new URL(file, directory), 'utf8');
    expect(readX12(text).issues.map(({ code }) => code)).toEqual(faulty[file] ?? []);
    const read = readX12(text, { forgiving: LENIENT });
    expect(read).toMatchObject({ issueCount: 0, warningCount: (faulty[file] ?? []).length });
    expect(JSON.stringify(dataOf(read))).not.toContain('otherSegments');
    const once = written(read, { separatorsInText: 'keep' });
    const again = readX12(once, { forgiving: LENIENT });
    expect(dataOf(again)).toEqual(dataOf(read));
    expect(written(again, { separatorsInText: 'keep' })).toBe(once);
  });

  it('has all its 23 files', () => {
    expect(files).toHaveLength(23);
  });
});
