import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Json, JsonObject } from '@lockstep/schema/run';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dictionary } from '../kit/dictionary.ts';
import { FORGIVABLE, toldIssue } from '../kit/issues.ts';
import type { Item, SetDef } from '../kit/structure.ts';
import { generatedData, withoutMeanings } from '../kit/testing.ts';
import { x12Dictionary, x12Sets } from '../x12/dictionary/sets.ts';
import { decodeBySyntax, encodeBySyntax, syntaxOf } from './charsets.ts';
import { edifactDictionary, edifactMessages } from './dictionary/messages.ts';
import type { EdifactRead } from './document.ts';
import { readEdifact } from './read.ts';
import { orderResponse } from './samples.ts';
import { type EdifactToWrite, type EdifactWriteOptions, writeEdifact } from './write.ts';

const LENIENT = Object.fromEntries(FORGIVABLE.map((kind) => [kind, true]));
const OPTIONS: EdifactWriteOptions = {
  decimalMark: '.',
  una: 'always',
  newline: '',
  isLenient: true,
  date: '2026-11-27',
  time: '09:30',
};
const PARTNERS = { sender: '1', receiver: '2', controlNumber: '7' };

const written = (given: EdifactToWrite | EdifactRead, options: Partial<EdifactWriteOptions> = {}): string => {
  const result = writeEdifact(given as unknown as EdifactToWrite, { ...OPTIONS, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.text;
};
const dataOf = ({ messages }: EdifactRead) => messages.map(({ data }) => data);
const codesOf = (text: string) => readEdifact(text).issues.map(({ code }) => code);

describe('separators', () => {
  it('are those of UNA, or the usual ones', () => {
    const plain = orderResponse().replace("UNA:+.? '\n", '').replace("M?'Ug", 'Mug');
    const other = plain.replace(/[:+']/g, (each) => ({ ':': '=', '+': '*', "'": '~' })[each] ?? '');
    const read = readEdifact(`${plain}UNA=*.? ~${other.replaceAll('S101', 'S102')}`);
    expect(read.issues).toEqual([]);
    expect(dataOf(read)[0]).toEqual(dataOf(read)[1]);
  });

  it('are released by the character for it, which is released by itself', () => {
    const text = orderResponse().replace("M?'Ug & Söhne", "a?+b?:c?'d??");
    const read = readEdifact(text);
    expect(dataOf(read)[0]).toMatchObject({ parties: [{}, { name: { name1: "a+b:c'd?" } }] });
    expect(written(read, { newline: '\n' })).toBe(text);
  });

  it('take a comma for the decimal mark, and write it', () => {
    const text = orderResponse().replace('UNA:+.', 'UNA:+,').replace('12.50', '12,50');
    const read = readEdifact(text);
    expect(dataOf(read)[0]).toMatchObject({ lines: [{ prices: [{ price: '12.50' }] }, {}] });
    expect(written(read, { newline: '\n', decimalMark: ',' })).toBe(text);
  });

  it('part what comes several times in syntax version 4, which writes long dates', () => {
    const text = orderResponse()
      .replace("UNA:+.? '\n", '')
      .replace('UNOC:3', 'UNOC:4')
      .replace('261126:1415', '20261126:1415')
      .replace('PO-1042', 'PO-1042*x');
    const read = readEdifact(text);
    expect(read.messages[0]?.segments[2]).toEqual(['RFF', { repeat: [['ON', 'PO-1042'], 'x'] }]);
    expect(read.interchanges[0]).toMatchObject({ date: '2026-11-26', syntaxVersion: '4' });
    expect(written(read, { newline: '\n', una: 'as-needed' })).toBe(text);
  });
});

describe('faults', () => {
  it('are told with segment, element, component, byte and text', () => {
    const text = orderResponse().replace('67:20261204', '67:20261304');
    expect(readEdifact(text).issues.map((issue) => toldIssue(issue, text))).toEqual([
      {
        code: 'element-date',
        message: `Segment 16 (DTM01-2, byte ${Buffer.from(text).indexOf('DTM+67')}): The date "20261304" is no date.`,
        interchange: 0,
        segmentNumber: 16,
        element: 1,
        component: 2,
        offset: Buffer.from(text).indexOf('DTM+67'),
        segment: 'DTM+67:20261304:102',
      },
    ]);
  });

  it.each([
    ['a message without its end', (text: string) => text.replace("UNT+19+1'\n", ''), ['unt-missing']],
    [
      'a file that was cut off',
      (text: string) => text.slice(0, text.indexOf('CUX') + 5),
      ['end-cut', 'unt-missing', 'unz-missing'],
    ],
    [
      'counts that are wrong',
      (text: string) => text.replace('UNT+19', 'UNT+8').replace('UNZ+1', 'UNZ+2'),
      ['unt-count', 'unz-count'],
    ],
    [
      'references that differ',
      (text: string) => text.replace('UNT+19+1', 'UNT+19+2').replace('UNZ+1+S101', 'UNZ+1+S1'),
      ['unt-reference', 'unz-reference'],
    ],
    ['an interchange twice', (text: string) => text + text, ['interchange-repeated']],
    ['text before the first one', (text: string) => `Hello ${text}`, ['segment-outside']],
    ['a segment that is not there', (text: string) => text.replace('CUX+2:EUR:9', 'XYZ+1'), ['segment-unknown']],
    [
      'a segment that must be there',
      (text: string) => text.replace("UNS+S'\n", '').replace('UNT+19', 'UNT+18'),
      ['segment-missing'],
    ],
    [
      'a segment behind its place',
      (text: string) => text.replace("UNS+S'\n", "UNS+S'\nNAD+DP+1::9'\n").replace('UNT+19', 'UNT+20'),
      ['segment-out-of-order'],
    ],
    ['characters that are not of its set', (text: string) => text.replace('UNOC', 'UNOA'), ['characters']],
    [
      'another order of UNH',
      (text: string) => text.replace('UNH+1+ORDRSP:D:96A:UN:EAN005', 'UNH+1+ORDRSP'),
      ['element-missing'],
    ],
    ['UNA alone', () => "UNA++++++UNB+UNOC:3'", ['una-broken']],
    ['nothing', () => '', ['nothing']],
  ] as const)('%s', (_, change, codes) => {
    expect(codesOf(change(orderResponse()))).toEqual(expect.arrayContaining([...codes]));
  });
});

describe('character sets', () => {
  it.each([
    ['UNOC', 'Söhne', 'latin1'],
    ['UNOD', 'Łódź', undefined],
    ['UNOE', 'Москва', undefined],
    ['UNOF', 'Αθήνα', undefined],
    ['UNOK', 'İstanbul', undefined],
    ['UNOY', 'Łódź 北京', 'utf8'],
  ] as const)('%s is told by UNB, and read and written exactly', (syntax, city, buffer) => {
    const text = orderResponse().replace('UNOC', syntax).replace('Söhne', city);
    const bytes = encodeBySyntax(text, syntax);
    if ('badCharacter' in bytes) throw new Error('not encoded');
    if (buffer) expect(Buffer.from(bytes)).toEqual(Buffer.from(text, buffer));
    expect([syntaxOf(bytes), decodeBySyntax(bytes, syntax)]).toEqual([syntax, text]);
  });

  it('takes ASCII sets for what senders mean by them', () => {
    expect(decodeBySyntax(Buffer.from('München'), 'UNOA')).toBe('München');
    expect(decodeBySyntax(Buffer.from('München', 'latin1'), 'UNOA')).toBe('München');
    expect(decodeBySyntax(Buffer.from([0x41, 0xae]), 'UNOF')).toEqual({ badByte: 1 });
    expect(encodeBySyntax('aЖ', 'UNOC')).toEqual({ badCharacter: 1 });
  });
});

describe('reading and writing', () => {
  const sets = [...edifactMessages.values()].map((set) => [set.id, unambiguous(set)] as const);

  it.each(sets)('%s: what is written reads the same, and is written the same again', (_, set) => {
    fc.assert(
      fc.property(generatedData(set, edifactDictionary), fc.constantFrom('3', '4'), (data, syntaxVersion) => {
        const given = { interchanges: [], messages: [{ type: set.id, data: data as JsonObject }] };
        const text = written(given, { ...PARTNERS, isLenient: false, syntaxVersion });
        const read = readEdifact(text);
        expect(read.issues.map((issue) => toldIssue(issue, text).message)).toEqual([]);
        expect(withoutMeanings(dataOf(read)[0] as Json)).toEqual(data);
        expect(written(read)).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  it('never gives what it cannot read, whatever comes in', () => {
    const piece = fc.constantFrom(
      ...orderResponse().split(/(?<=['+:\n])/),
      'UNB',
      'UNH',
      "'",
      '+',
      ':',
      '?',
      '\n',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const read = readEdifact(orderResponse().slice(0, 84) + pieces.join(''), { forgiving: LENIENT });
        const first = writeEdifact(read as unknown as EdifactToWrite, { ...OPTIONS, ...PARTNERS });
        if (!first.ok) {
          expect(first.issues.every(({ path }) => path.startsWith('/'))).toBe(true);
          return;
        }
        expect(written(readEdifact(first.text, { forgiving: LENIENT }), PARTNERS)).toBe(first.text);
      }),
      { numRuns: 300 },
    );
  });
});

it('reads 10 MB of one message, released characters and all', { timeout: 60_000 }, () => {
  const line = "LIN+1+5+4012345678901:EN'IMD+F++:::Mug ?+ cup'QTY+21:2'PRI+AAA:12.50'";
  const text = orderResponse().replace("UNS+S'", `${line.repeat(150_000)}UNS+S'`);
  const read = readEdifact(text, { forgiving: { counts: true } });
  expect(text.length).toBeGreaterThan(10_000_000);
  expect(read).toMatchObject({ issueCount: 0, warningCount: 1, messages: [{ status: 'accepted-with-errors' }] });
});

describe.each([
  ['X12', x12Dictionary, [...x12Sets.values()]],
  ['EDIFACT', edifactDictionary, [...edifactMessages.values()]],
] as const)('definitions of %s', (_, dictionary, sets) => {
  it('have every segment they name, and no two fields of one name', () => {
    expect(sets.flatMap(({ id, items }) => problemsOf(dictionary, items, id))).toEqual([]);
  });

  it('give every segment one place only, so that what is written is read there', () => {
    const plain = sets.map((set) => unambiguous(set));
    expect(plain.flatMap(({ id, items }) => stolen(items, id))).toEqual([]);
  });
});

const directory = new URL('../../../../../../../shared/fixtures/edi-edifact/', import.meta.url);
const files = existsSync(directory) ? readdirSync(directory) : [];

describe.skipIf(files.length === 0)('files of partners (skipped where ../shared/fixtures is absent)', () => {
  /** Files that break the standard, and with what; strict reading refuses these and no other. */
  const faulty: Readonly<Record<string, readonly string[]>> = {
    'edinet_edifact.01.edi': ['blanks', 'unt-count', 'unz-reference'],
    'edinet_edifact.01.multi-message.edi': ['blanks', 'unt-count', 'unh-repeated', 'unt-count', 'unz-reference'],
    'edinet_edifact.ORDRSP.edi': [
      'segment-out-of-order',
      'segment-out-of-order',
      'unt-count',
      'unt-reference',
      'unz-reference',
    ],
    'staedi_invoic_d93a_una.edi': ['characters', 'element-date'],
    'staedi_orders-with-group.edi': ['element-too-long', 'element-too-many', 'element-too-long', 'unt-count'],
  };

  it.each(files.length === 0 ? ['absent'] : files)('%s is read as it is, written, and read the same', (file) => {
    const text = readFileSync(new URL(file, directory), 'utf8');
    expect(codesOf(text)).toEqual(faulty[file] ?? []);
    const read = readEdifact(text, { forgiving: LENIENT });
    expect(read).toMatchObject({ issueCount: 0, warningCount: (faulty[file] ?? []).length });
    expect(JSON.stringify(dataOf(read))).not.toContain('otherSegments');
    if (read.interchanges[0]?.syntax === 'ANA') return;
    const once = written(read);
    const again = readEdifact(once, { forgiving: LENIENT });
    expect(dataOf(again)).toEqual(dataOf(read));
    expect(written(again)).toBe(once);
  });

  it('has all its 8 files', () => {
    expect(files).toHaveLength(8);
  });
});

describe('TRADACOMS', () => {
  const text = [
    "STX=ANA:1+5000:ANY SHOP PLC+6000:XYZ LTD+261126:141500+REFS+REFR'",
    "MHD=1+ORDHDR:9'",
    "TYP=0430+NEW-ORDERS'",
    "MTR=3'",
    "MHD=2+ORDERS:9'",
    "OLD=1+5000100481452:A?'B+++12'",
    "MTR=3'",
    "END=2'",
  ].join('\n');

  it('is read to raw segments', () => {
    const read = readEdifact(text);
    expect(read.issues).toEqual([]);
    expect(read.interchanges).toMatchObject([
      {
        key: ':5000::6000:REFS',
        syntax: 'ANA',
        sender: '5000',
        receiver: '6000',
        date: '2026-11-26',
        time: '14:15:00',
      },
    ]);
    expect(read.messages).toMatchObject([
      { type: 'ORDHDR', version: '9', reference: '1', data: null, segments: [['TYP', '0430', 'NEW-ORDERS']] },
      { type: 'ORDERS', segments: [['OLD', '1', ['5000100481452', "A'B"], '', '', '12']] },
    ]);
  });

  it('is not written', () => {
    expect(writeEdifact(readEdifact(text) as unknown as EdifactToWrite, OPTIONS)).toMatchObject({
      issues: [{ path: '/interchanges/0/syntax', message: 'TRADACOMS is read, and not written.' }],
    });
  });

  it('tells counts that are wrong, and ends that are missing', () => {
    expect(codesOf(text.replace('MTR=3', 'MTR=4').replace('END=2', 'END=1'))).toEqual(['mtr-count', 'end-count']);
    expect(codesOf(text.slice(0, text.indexOf('OLD')))).toEqual(['mtr-missing', 'end-missing']);
    expect(codesOf(text.replace("MHD=1+ORDHDR:9'", ''))).toEqual(['segment-outside', 'segment-outside', 'end-count']);
  });
});

/** Without the loop that reads like a part of another: INV may stand before or behind QTY. */
function unambiguous(set: SetDef): SetDef {
  const without = (items: readonly Item[]): readonly Item[] =>
    items
      .filter(({ name }) => name !== 'movements')
      .map((item) => (item.items ? { ...item, items: without(item.items) } : item));
  return set.id === 'INVRPT' ? { ...set, items: without(set.items) } : set;
}

function problemsOf(
  dictionary: Dictionary,
  items: readonly Item[],
  path: string,
  taken: readonly string[] = [],
): readonly string[] {
  const names = new Set(taken);
  return items.flatMap(({ segment, name, items: inner }) => {
    const here = `${path}/${name}`;
    const found = names.has(name) ? [`${here}: twice`] : [];
    names.add(name);
    const defs = dictionary.segments.get(segment);
    if (!defs) return [...found, `${here}: no ${segment}`];
    const own = defs.flatMap((def) =>
      def.name === '_' && def.kind === 'composite' ? def.parts.map((part) => part.name) : [def.name],
    );
    return [...found, ...(inner ? problemsOf(dictionary, inner, here, own) : [])];
  });
}

/** Items whose segment a loop before them would take for its own; none where a segment that must come stands between. */
function stolen(items: readonly Item[], path: string): readonly string[] {
  return items.flatMap((item, index) => {
    const own = item.items ? inside(item.items) : [item.segment];
    const rest = items.slice(item.items ? index : index + 1);
    const wall = rest.findIndex(({ segment, isRequired, isMany }) => isRequired && !isMany && !own.includes(segment));
    const reachable = wall === -1 ? rest : rest.slice(0, wall);
    const found = reachable
      .filter(({ segment }) => own.includes(segment))
      .map(({ name }) => `${path}/${item.name} takes ${name}`);
    return [...found, ...(item.items ? stolen(item.items, `${path}/${item.name}`) : [])];
  });
}

function inside(items: readonly Item[]): readonly string[] {
  return items.flatMap(({ segment, items: inner }) => [segment, ...(inner ? inside(inner) : [])]);
}
