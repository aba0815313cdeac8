import { describe, expect, it } from 'vitest';
import type { Json } from '../run/json.ts';
import { codeGaps, coverageOf, unusedFields } from './coverage.ts';
import { textOfPath } from './field-path.ts';
import { parseMap } from './parse-map.ts';
import { fieldsOf } from './schema-field.ts';

const text = { type: 'string' };
const object = (properties: Record<string, Json>, required: readonly string[] = Object.keys(properties)): Json => ({
  type: 'object',
  properties,
  required,
});
const list = (items: Json): Json => ({ type: 'array', items });
const linesOf = (body: string) => {
  const view = parseMap(`export default defineMap((src, t) => (${body}));`);
  if (view.mode === 'code') throw new Error(view.reason);
  return view.lines;
};
const target = fieldsOf(
  object(
    {
      id: text,
      header: object({ number: text, note: text }, ['number']),
      billTo: object({ city: text, street: text }),
      lines: list(object({ sku: text, name: text }, ['sku'])),
    },
    ['id', 'header', 'lines'],
  ),
);

describe('coverage', () => {
  it.each<[string, number, number, readonly string[]]>([
    ['{}', 0, 3, ['id', 'header', 'lines']],
    ['{ id: src.id }', 1, 3, ['header', 'lines']],
    ['{ header: { note: src.n } }', 0, 3, ['id', 'header.number', 'lines']],
    ['{ billTo: { city: src.c } }', 1, 5, ['id', 'header', 'billTo.street', 'lines']],
    ['{ lines: t.each(src.l, (x) => ({ name: x.n })) }', 0, 3, ['id', 'header', 'lines[].sku']],
    ['{ id: 1, header: { number: 2 }, lines: t.each(src.l, (x) => ({ sku: x.s })) }', 3, 3, []],
    ['{ id: 1, header: src.h, lines: makeLines(src) }', 3, 3, []],
    ["{ id: t.omit('made by the ERP'), header: src.h, lines: src.l }", 3, 3, []],
  ])('%s', (body, mapped, required, open) => {
    const coverage = coverageOf(target, linesOf(body));
    expect({ ...coverage, open: coverage.open.map(textOfPath) }).toMatchObject({ mapped, required, open });
  });

  it('names what is left out on purpose, and what the target does not have', () => {
    expect(
      coverageOf(target, linesOf("{ id: t.omit('made by the ERP'), colour: src.c, header: { deep: { er: 1 } } }")),
    ).toMatchObject({
      omitted: [{ path: ['id'], reason: 'made by the ERP' }],
      unknown: [['colour'], ['header', 'deep', 'er']],
    });
  });
});

it('source fields that no line uses are data the map loses', () => {
  const source = fieldsOf(
    object({
      id: text,
      customer: object({ name: text, mail: text }),
      lines: list(object({ sku: text, colour: text })),
    }),
  );
  const lines = linesOf('{ a: src.id, b: src.customer, c: t.each(src.lines, (line) => ({ d: line.sku })) }');
  expect(unusedFields(source, lines).map(textOfPath)).toEqual(['lines[].colour']);
});

it('a list of codes that does not know every value is a gap', () => {
  const source = fieldsOf(object({ status: { enum: ['paid', 'open', 'void'] } }));
  const lines = linesOf("{ a: t.upper(t.codes(src.status, { paid: 'P', open: 'O' })) }");
  expect(codeGaps(source, lines)).toEqual([{ target: ['a'], missing: ['void'] }]);
});
