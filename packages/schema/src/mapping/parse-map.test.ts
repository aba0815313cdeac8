import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldOfPlace } from './field-of-place.ts';
import { textOfPath } from './field-path.ts';
import type { MapView } from './map-view.ts';
import { parseMap } from './parse-map.ts';

const around = (object: string) => `export default defineMap<ShopOrder, Order>((src, t) => (${object}));`;
const drawn = (object: string) => {
  const view = parseMap(around(object));
  if (view.mode === 'code') throw new Error(view.reason);
  return view;
};
/** One line a field: target, kind, sources. */
const outline = (object: string) =>
  drawn(object).lines.map(({ target, value }) =>
    `${textOfPath(target)} ${value.kind} ${value.sources.map(({ path }) => textOfPath(path)).join(' ')}`.trim(),
  );

describe('a drawn map', () => {
  it.each([
    ['{ a: src.b }', ['a reference b']],
    ["{ a: src?.b?.['odd name'] }", ['a reference b["odd name"]']],
    ['{ a: (src.b as string)! }', ['a reference b']],
    [
      '{ a: 1, b: -2.5, c: null, d: true, e: `x`, f: "y" }',
      ['a constant', 'b constant', 'c constant', 'd constant', 'e constant', 'f constant'],
    ],
    ['{ a: t.money(src.total, 2) }', ['a call total']],
    ['{ a: t.base64.encode(src.x) }', ['a call x']],
    ['{ a: { b: { c: src.d } } }', ['a.b.c reference d']],
    [
      '{ a: t.each(src.lines, (line) => ({ sku: line.sku, order: src.id })) }',
      ['a[].sku reference lines[].sku', 'a[].order reference id'],
    ],
    ['{ a: src.lines.map((line) => line.sku) }', ['a[] reference lines[].sku']],
    ['{ a: (src.lines ?? []).filter((x) => x.open).map((x) => ({ b: x.c })) }', ['a[].b reference lines[].c']],
    ['{ a: t.each(t.where(src.lines, (x) => x.open), (x) => ({ b: x.c })) }', ['a[].b reference lines[].c']],
    [
      '{ a: t.each(src.l, (x) => ({ b: t.each(x.m, (y) => ({ c: y.d, e: x.f })) })) }',
      ['a[].b[].c reference l[].m[].d', 'a[].b[].e reference l[].f'],
    ],
    ['{ a: t.first(src.lines)?.sku }', ['a reference lines[].sku']],
    ['{ a: [{ b: src.c }] }', ['a[].b reference c']],
    ['{ a: src.b ? src.c : 0 }', ['a condition b c']],
    ["{ a: t.omit('not kept here') }", ['a omit']],
  ])('%s', (object, expected) => {
    expect(outline(object)).toEqual(expected);
  });

  it.each([
    ['{ a: src.name.trim() }', ['a code name']],
    ['{ a: src.lines.filter((line) => line.open).length }', ['a code lines lines[].open']],
    ['{ a: src.lines.reduce((sum, line) => sum + line.price, 0) }', ['a code lines']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a map
    ['{ a: `${src.b} ${src.c}` }', ['a code b c']],
    ['{ a: (() => { const src = 1; return src; })() }', ['a code']],
    ['{ a: other(src.b) }', ['a code b']],
    ['{ a: [src.b, ...src.c] }', ['a code b c']],
    ['{ a: 10n }', ['a code']],
  ])('%s is a chip that names what it uses', (object, expected) => {
    expect(outline(object)).toEqual(expected);
  });

  it('knows its types, its helper, and what has no picture', () => {
    expect(drawn('{ a: src.b, ...src, c() { return 1; } }')).toMatchObject({
      types: ['ShopOrder', 'Order'],
      helper: 't',
      root: { hasMore: true, entries: [{ key: 'a' }] },
    });
  });

  it('reads text escapes as JavaScript does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [line] = drawn(`{ a: ${JSON.stringify(text)} }`).lines;
        expect(line?.value).toMatchObject({ kind: 'constant', value: text });
      }),
    );
  });
});

describe('a text that cannot be drawn says why and where', () => {
  it.each<[string, Partial<MapView>]>([
    ['', { reason: 'The map is empty.', line: 1 }],
    ['export default function map(input) { return {}; }', { line: 1, column: 1 }],
    [
      'const tax = 1;\nexport default defineMap((src, t) => ({}));',
      { reason: 'There is code outside of the map.', line: 1 },
    ],
    [
      'export default defineMap((src, t) => {\n  return {};\n});',
      { reason: 'The function of the map gives more than one object literal.' },
    ],
    [
      'export default defineMap(({ a }, t) => ({ b: a }));',
      { reason: 'The function of the map gives more than one object literal.' },
    ],
    ['export default defineMap((src, t) => ({\n  a: ,\n}));', { reason: 'The text has a syntax error here.', line: 2 }],
    [around(`{ a: ${'['.repeat(5000)}${']'.repeat(5000)} }`), { reason: 'The text is nested too deep here.' }],
  ])('%.70s', (text, expected) => {
    expect(parseMap(text)).toMatchObject({ mode: 'code', ...expected });
  });

  it('and no text makes it throw', () => {
    const piece = fc.constantFrom(
      'src',
      '.a',
      '?.',
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      'a:',
      ',',
      "'x'",
      't.each',
      '=>',
      '...',
      '`',
      '${',
      ' ',
      '1',
      '/*',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(['drawn', 'code']).toContain(parseMap(around(`{ a: ${pieces.join('')} }`)).mode);
      }),
    );
  });
});

describe('the field that a place of the text makes', () => {
  const text = `export default defineMap((src, t) => ({
  a: src.a,
  b: { c: src.c },
  d: t.each(src.d, (x) => ({ e: x.e, f: [{ g: x.g }] })),
}));`;
  const view = parseMap(text);
  it.each([
    ['src.a', 'a'],
    ['c: src', 'b.c'],
    ['x.e', 'd[].e'],
    ['x.g', 'd[].f[].g'],
    ['t.each', 'd'],
    ['defineMap', undefined],
  ])('%s: %s', (piece, path) => {
    const found = view.mode === 'drawn' ? fieldOfPlace(view.root, text.indexOf(piece)) : undefined;
    expect(found && textOfPath(found)).toBe(path);
  });
});
