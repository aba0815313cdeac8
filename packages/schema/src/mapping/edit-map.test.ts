import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Draw, drawField, emptyMap, eraseField } from './edit-map.ts';
import { type FieldPath, ITEM } from './field-path.ts';
import type { MapLine } from './map-view.ts';
import { parseMap } from './parse-map.ts';

const empty = emptyMap('ShopOrder', 'ErpOrder');
const draw = (text: string, target: FieldPath, source: FieldPath, more: Partial<Draw> = {}): string => {
  const done = drawField(text, { target, source, ...more });
  if (!done.ok) throw new Error(done.reason);
  return done.text;
};
const erase = (text: string, target: FieldPath): string => {
  const done = eraseField(text, target);
  if (!done.ok) throw new Error(done.reason);
  return done.text;
};
const linesOf = (text: string): readonly MapLine[] => {
  const view = parseMap(text);
  if (view.mode === 'code') throw new Error(view.reason);
  return view.lines;
};

describe('drawing', () => {
  it('writes what a person would', () => {
    let text = draw(empty, ['header', 'orderId'], ['name']);
    text = draw(text, ['header', 'placed'], ['created_at'], { wrap: (code) => `t.date(${code})` });
    text = draw(text, ['items', ITEM, 'material'], ['line_items', ITEM, 'sku']);
    text = draw(text, ['items', ITEM, 'currency'], ['currency']);
    text = draw(text, ['items', ITEM, 'taxes', ITEM, 'rate'], ['line_items', ITEM, 'tax_lines', ITEM, 'rate']);
    text = draw(text, ['first'], ['line_items', ITEM, 'tax lines', ITEM, 'rate']);
    expect(text).toBe(`export default defineMap<ShopOrder, ErpOrder>((src, t) => ({
  header: {
    orderId: src.name,
    placed: t.date(src.created_at),
  },
  items: t.each(src.line_items, (item) => ({
    material: item.sku,
    currency: src.currency,
    taxes: t.each(item.tax_lines, (line) => ({
      rate: line.rate,
    })),
  })),
  first: t.first(t.first(src.line_items)?.['tax lines'])?.rate,
}));
`);
  });

  it('reads fields that may be missing with care', () => {
    const isOptional = (path: FieldPath) => path.length === 1;
    expect(draw(empty, ['mail'], ['customer', 'email'], { isOptional })).toContain('mail: src.customer?.email,');
  });

  it('puts a property where the contract has it', () => {
    const order = () => ['a', 'b', 'c'];
    const text = draw(draw(empty, ['a'], ['x']), ['c'], ['z']);
    expect(draw(text, ['b'], ['y'], { order })).toContain('  a: src.x,\n  b: src.y,\n  c: src.z,\n');
  });

  it('makes a list of one where the source has no list', () => {
    expect(draw(empty, ['notes', ITEM, 'text'], ['note'])).toContain('notes: [{\n    text: src.note,\n  }],');
  });

  it('replaces nothing but the value', () => {
    const text = `export default defineMap<A, B>((src, t) => ({
  // why this is so
  a: src.old /* kept */, // and this
  rest: compute(src),
}));
`;
    expect(draw(text, ['a'], ['fresh'])).toBe(text.replace('src.old', 'src.fresh'));
  });

  it.each([
    ['{ a: src.x }', '{ a: src.x, b: src.y }'],
    ['{ a: src.x, }', '{ a: src.x, b: src.y }'],
    ['{\n  a: src.x // note\n}', '{\n  a: src.x, // note\n  b: src.y,\n}'],
    ['{\n  a: src.x, // note\n  // the end\n}', '{\n  a: src.x, // note\n  b: src.y,\n  // the end\n}'],
    ['{\n  ...src,\n}', '{\n  ...src,\n  b: src.y,\n}'],
  ])('takes its place in a text by hand: %j', (before, after) => {
    const around = (object: string) => `export default defineMap((src, t) => (${object}));`;
    expect(draw(around(before), ['b'], ['y'])).toBe(around(after));
  });

  it('says what is in the way instead of touching what is written by hand', () => {
    const text = 'export default defineMap((src, t) => ({ lines: makeLines(src) }));';
    expect(drawField(text, { target: ['lines', ITEM, 'sku'], source: ['sku'] })).toEqual({
      ok: false,
      reason: 'lines is mapped as a whole; take that away before you map what is in it.',
    });
  });

  it.each([
    ['{ a: src.x.trim() }', 'a is written by hand.'],
    ['{ a: src.x ? 1 : 2 }', 'a is written by hand.'],
    ['{ a: { b: src.x } }', 'a has fields that are mapped one by one.'],
  ])('asks before it replaces %j', (object, reason) => {
    const text = `export default defineMap((src, t) => (${object}));`;
    const line = { target: ['a'], source: ['y'] };
    expect(drawField(text, line)).toEqual({ ok: false, reason });
    expect(drawField(text, { ...line, replace: true })).toMatchObject({
      text: expect.stringContaining('({ a: src.y })'),
    });
  });

  it('a field named __proto__ is a field', () => {
    const text = draw(empty, ['__proto__'], ['x']);
    expect(text).toContain("['__proto__']: src.x,");
    expect(linesOf(text).map(({ target }) => target)).toEqual([['__proto__']]);
  });
});

/** Names that want quotes, that are keywords, that look like numbers. */
const name = fc.constantFrom(
  'a',
  'lines',
  'order no',
  'class',
  '2nd',
  "it's",
  'x"y',
  '__proto__',
  'addresses',
  'results',
);
const path = fc
  .array(fc.tuple(name, fc.nat({ max: 2 })), { minLength: 1, maxLength: 4 })
  .map((steps) => steps.flatMap(([step, lists]): FieldPath => [step, ...(lists === 2 ? ([ITEM] as const) : [])]));
const leaf = path.map((steps): FieldPath => (steps.at(-1) === ITEM ? steps.slice(0, -1) : steps));
const drawings = fc.array(fc.record({ target: leaf, source: leaf }), { minLength: 1, maxLength: 8 });

/** Draws what can be drawn; a target inside of one that is mapped as a whole cannot. */
function drawAll(list: readonly { target: FieldPath; source: FieldPath }[]): readonly string[] {
  const texts = [empty];
  for (const each of list) {
    const done = drawField(texts.at(-1) as string, each);
    if (done.ok) texts.push(done.text);
  }
  return texts;
}

const shown = ({ target, value }: MapLine) => ({ target, sources: value.sources.map((source) => source.path) });

describe('for any drawing', () => {
  it('what was drawn is read as it was drawn', () => {
    fc.assert(
      fc.property(drawings, leaf, leaf, (before, target, source) => {
        const text = drawAll(before).at(-1) as string;
        const done = drawField(text, { target, source });
        if (!done.ok) return;
        const line = linesOf(done.text).find((each) => String(each.target) === String(target));
        expect(line && shown(line)).toEqual({ target, sources: [source] });
      }),
    );
  });

  it('draw, parse, print is a fixed point', () => {
    fc.assert(
      fc.property(drawings, (list) => {
        const text = drawAll(list).at(-1) as string;
        const lines = linesOf(text).map(shown);
        const again = drawAll(lines.map(({ target, sources }) => ({ target, source: sources[0] ?? [] }))).at(
          -1,
        ) as string;
        expect(again).toBe(text);
      }),
    );
  });

  it('a line drawn into objects that are there is one line of the diff', () => {
    fc.assert(
      fc.property(drawings, (list) => {
        const texts = drawAll(list);
        for (const [at, text] of texts.entries()) {
          const before = texts[at - 1];
          if (before === undefined) continue;
          const [old, fresh] = [before.split('\n'), text.split('\n')];
          const gone = old.filter((line) => !fresh.includes(line)).length;
          expect(gone).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('erasing takes back what drawing did', () => {
    fc.assert(
      fc.property(drawings, leaf, leaf, (before, target, source) => {
        const text = drawAll(before).at(-1) as string;
        if (linesOf(text).some((line) => String(line.target) === String(target))) return;
        const done = drawField(text, { target, source });
        if (done.ok) expect(erase(done.text, target)).toBe(text);
      }),
    );
  });

  it('the text around an edit stays, whatever it is', () => {
    const hand = fc.constantFrom(
      '{}',
      '{ a: 1 }',
      '{ a: src.b, /* c */ }',
      '{\n  a: { b: src.x },\n  ...src.rest,\n}',
      '{ lines: src.l.map((x) => ({ y: x.y })) }',
    );
    fc.assert(
      fc.property(hand, leaf, leaf, (object, target, source) => {
        const text = `// top\nexport default defineMap((src, t) => (${object}));\n// end\n`;
        const done = drawField(text, { target, source });
        if (!done.ok) return;
        const { from, to, insert } = done.edit;
        expect(done.text).toBe(text.slice(0, from) + insert + text.slice(to));
        expect(parseMap(done.text).mode).toBe('drawn');
      }),
    );
  });
});
