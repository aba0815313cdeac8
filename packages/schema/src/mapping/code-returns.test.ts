import { expect, it } from 'vitest';
import { returnedLines } from './code-returns.ts';
import { textOfPath } from './field-path.ts';

const written = (text: string) =>
  returnedLines(text).map(({ target, value }) =>
    `${textOfPath(target)} ${value.kind} ${value.sources.map(({ path }) => textOfPath(path)).join(' ')}`.trim(),
  );

it.each([
  [
    'a function',
    'export default function map(input, ctx) { return { a: 1, b: input.x }; }',
    ['a constant', 'b reference x'],
  ],
  ['an arrow', 'export default (src: Row) => ({ a: src.x.y });', ['a reference x.y']],
  [
    'defineMap with a body',
    'export default defineMap<A, B>((src, t) => { const n = 1; return { a: n, c: { d: true } }; });',
    ['a code', 'c.d constant'],
  ],
  [
    'each way out',
    'export default function map(i) { if (i.x) return { a: 1 }; return i.y ? { b: 2 } : ({ c: 3 } as Row); }',
    ['a constant', 'b constant', 'c constant'],
  ],
  [
    'lists',
    'export default function map(i) { return { lines: i.items.map((l) => ({ q: l.n })), tags: ["x"] }; }',
    ['lines[].q reference items[].n', 'tags[] constant'],
  ],
  [
    'only its own returns',
    'export default function map(i) { const f = () => { return { no: 1 }; }; function g() { return { no: 2 }; } return { a: f() }; }',
    ['a code'],
  ],
  ['what stands beside a spread', 'export default function map({ x }) { return { ...x, a: 1, x }; }', ['a constant']],
])('reads what is returned by %s', (_, text, lines) => {
  expect(written(text)).toEqual(lines);
});

it.each([
  ['an object that was put together before', 'export default function map(i) { const o = { a: 1 }; return o; }'],
  ['a function that stands elsewhere', 'function map() { return { a: 1 }; }\nexport default map;'],
  ['something else', 'export default make((i) => ({ a: 1 }));'],
  ['nothing', ''],
  ['half a text', 'export default function map(i) { return { a:'],
])('says nothing of %s', (_, text) => {
  expect(written(text).filter((line) => !line.startsWith('a code'))).toEqual([]);
});
