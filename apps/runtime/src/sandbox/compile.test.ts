import { expect, it } from 'vitest';
import { checkUnits } from './compile.ts';

const script = (source: string) => checkUnits([{ id: 's', kind: 'script', source }]);
const expression = (text: string) => checkUnits([{ id: 'e', kind: 'expressions', expressions: { '/p': text } }]);

it.each([
  ['types', 'interface A { b: string }\nexport default (a: A): string => a.b satisfies string;', undefined],
  ['a missing bracket', 'function map(a) {\n  return a.b(;\n}', ['Expression expected', 2, 14]],
  ['no function', 'const total = 1;', ['Write a function map(input, ctx), or an export default of one', 1, 1]],
  ['an enum', 'enum A { B }\nfunction map() {}', ['TypeScript enum is not supported in strip-only mode', 1, 1]],
  [
    'an import',
    'function map() {}\nimport fs from "fs";',
    ['A script cannot import; it has input, ctx and the library t', 2, 1],
  ],
  [
    'import()',
    'function map() {\n  return import("fs") }',
    ['A script cannot import; it has input, ctx and the library t', 2, 10],
  ],
  ['a type import, which goes away', 'import type { A } from "x";\nfunction map() {}', undefined],
  [
    'an export from elsewhere',
    'function map() {}\nexport * from "x";',
    ['A script cannot export from another module', 2, 1],
  ],
  ['a closed wrapper', 'function map() {}\n}); (function () {', ['Expression expected', 2, 1]],
  [
    'top-level await',
    'await 1;\nfunction map() {}',
    ['await is only valid in async functions and the top level bodies of modules', 1, 1],
  ],
  [
    'no end',
    'function map() {\n  return {\n',
    ['Unexpected token `<eof>`. Expected identifier, string literal, numeric literal or [ for the computed key', 2, 1],
  ],
  ['a number that begins a name', 'function map() { return 5b }', ['Identifier cannot follow number', 1, 26]],
  [
    'two of one name',
    'let a = 1;\nfunction map() { let b; let b; }',
    ["Identifier 'b' has already been declared", 2, 29],
  ],
] as const)('a script with %s', (_, source, expected) => {
  const [message, line, column] = expected ?? [];
  expect(script(source)).toEqual(expected ? [{ unit: 's', message, line, column }] : []);
});

it.each([
  ['an object', '{ a: input.b as string }', undefined],
  ['a comment at the end', 'input.a // why', undefined],
  ['several lines', '(() => {\n  const a: number = 1;\n  return a;\n})()', undefined],
  ['nothing', ' ', ['The expression is empty', 1, 1]],
  ['two expressions', 'input.a; input.b', ["Expected ',', got ';'", 1, 8]],
  ['a closed bracket', '1), (2', ['Write one expression', 1, 1]],
  ['an unfinished one', 'input.a +', ['Expression expected', 1, 9]],
  ['an unfinished one of two lines', 'input.a\n  + input.b.  \n', ['Expected ident', 2, 12]],
  ['import()', 'input.a && import("x")', ['A script cannot import; it has input, ctx and the library t', 1, 12]],
] as const)('an expression with %s', (_, text, expected) => {
  const [message, line, column] = expected ?? [];
  expect(expression(text)).toEqual(expected ? [{ unit: 'e', key: '/p', message, line, column }] : []);
});

it('survives texts nested deeper than the stripper can read, and reads the next one', () => {
  const deep = [`${'('.repeat(9000)}1`, '['.repeat(100_000), `x = ${'!'.repeat(50_000)}1`, 'a=>'.repeat(30_000)];
  for (const source of deep) expect(script(source)).toHaveLength(1);
  expect(script('function map(a: number) { return a }')).toEqual([]);
});

it('survives an expression deep enough for one reader and not for the next', () => {
  for (const depth of [500, 1000, 2000, 4000]) {
    expect(expression(`${'['.repeat(depth)}1${']'.repeat(depth)}`).length).toBeLessThanOrEqual(1);
  }
});
