import { describe, expect, it } from 'vitest';
import { type Absence, absenceOf, codeWithAbsence } from './absence.ts';
import { filterItems, itemFilterOf } from './filter-items.ts';
import { parseMap } from './parse-map.ts';

const lineOf = (code: string) => {
  const text = `export default defineMap((src, t) => ({ a: ${code} }));`;
  const view = parseMap(text);
  const value = view.mode === 'drawn' ? view.lines[0]?.value : undefined;
  if (!value) throw new Error('not drawn');
  return { text, value };
};

describe('what becomes of a field whose source is missing', () => {
  it.each<[string, Absence, string]>([
    ['src.b', 'null', 't.orNull(src.b)'],
    ['src.b', 'error', "t.required(src.b, 'b')"],
    ['t.date(src.b)', 'left out', 't.maybe(src.b, t.date)'],
    ['t.date(src.b)', 'default', "t.default(t.maybe(src.b, t.date), 'x')"],
    ['t.orNull(t.maybe(src.b, t.date))', 'error', "t.date(t.required(src.b, 'b'))"],
    ["t.default(t.upper(src.b), 'y')", 'left out', 't.maybe(src.b, t.upper)'],
    ["t.number(t.required(src.b, 'b'))", 'null', 't.orNull(t.maybe(src.b, t.number))'],
    ["t.lookup('codes', src.b)", 'null', "t.orNull(t.maybe(src.b, (value) => t.lookup('codes', value)))"],
    ['t.upper(t.trim(src.b))', 'error', "t.upper(t.trim(t.required(src.b, 'b')))"],
  ])('%s, %s: %s', (code, policy, made) => {
    const { text, value } = lineOf(code);
    const changed = codeWithAbsence(text, value, { policy, helper: 't', name: 'b', otherwise: "'x'" });
    expect(changed).toBe(made);
    expect(absenceOf(lineOf(changed).value)).toBe(policy);
  });
});

it.each<[string, Absence | undefined]>([
  ['src.b', 'left out'],
  ['t.date(src.b)', 'error'],
  ['t.text(src.b)', 'default'],
  ['t.default(t.number(src.b), 0)', 'error'],
  ["'x'", undefined],
])('%s, as it is when the source is missing: %s', (code, absence) => {
  expect(absenceOf(lineOf(code).value)).toBe(absence);
});

it('a conversion with more to say is still done only where there is something to convert', () => {
  const { text, value } = lineOf('t.money(src.b, 3)');
  const made = codeWithAbsence(text, value, { policy: 'null', helper: 't', name: 'b' });
  expect(made).toBe('t.orNull(t.maybe(src.b, (value) => t.money(value, 3)))');
});

describe('which items become items of a list', () => {
  const map = (list: string) =>
    `export default defineMap((src, t) => ({\n  lines: t.each(${list}, (line) => ({ sku: line.sku })),\n}));`;
  const after = (text: string, condition: string) => {
    const done = filterItems(text, ['lines'], condition);
    return done.ok ? done.text : done.reason;
  };

  it('is said, changed, and taken away again, with one span of the text', () => {
    expect(itemFilterOf(map('src.items'), ['lines'])).toEqual({ item: 'line', condition: '' });
    const filtered = after(map('src.items'), 'line.quantity > 0');
    expect(filtered).toBe(map('t.where(src.items, (line) => line.quantity > 0)'));
    expect(itemFilterOf(filtered, ['lines'])).toEqual({ item: 'line', condition: 'line.quantity > 0' });
    const other = after(filtered, "line.kind === 'x'");
    expect(other).toBe(map("t.where(src.items, (line) => line.kind === 'x')"));
    expect(after(other, '')).toBe(map('src.items'));
  });

  it('leaves what else narrows the list, and the names somebody chose', () => {
    const text = map('t.where(src.items ?? [], (each) => each.open)');
    expect(itemFilterOf(text, ['lines'])).toEqual({ item: 'each', condition: 'each.open' });
    expect(after(text, 'each.paid')).toBe(map('t.where(src.items ?? [], (each) => each.paid)'));
    expect(after(map('src.items.filter((i) => i.a)'), 'line.b')).toBe(
      map('t.where(src.items.filter((i) => i.a), (line) => line.b)'),
    );
  });

  it('is nothing for fields that are no list', () => {
    expect(itemFilterOf(map('src.items'), ['other'])).toBeUndefined();
    expect(after('export default defineMap((src, t) => ({ lines: src.a }));', 'x')).toContain('item by item');
  });
});
