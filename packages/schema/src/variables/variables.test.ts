import { expect, it } from 'vitest';
import { nearestName, VariableName, variableNamesIn, variablesIn } from './index.ts';

it('finds the variables a text reads, where it reads them, and none that only look so', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template in the text that is read
  expect(variablesIn("`${vars.erpUrl}/orders?max=${vars['page size']}`")).toEqual([
    { name: 'erpUrl', line: 1, column: 4 },
    { name: 'page size', line: 1, column: 30 },
  ]);
  expect(
    variableNamesIn('export default (input, ctx) =>\n  ctx.vars.limit > (vars?.limit ?? 1) && vars.limit'),
  ).toEqual(['limit']);
  expect(variablesIn('Object.keys(vars)')).toEqual([{ name: undefined, line: 1, column: 13 }]);
  expect(variableNamesIn('(vars).a + (ctx.vars).b')).toEqual(['a', 'b']);
  expect(variablesIn('vars[input.name]')).toEqual([{ name: undefined, line: 1, column: 1 }]);
  expect(variableNamesIn('"vars.a" + /* vars.b */ input.vars.c + steps.vars.d')).toEqual([]);
  expect(variablesIn('export default (input, { vars }) => vars.a')).toMatchObject([{ name: undefined }]);
  expect(variableNamesIn('export function map(input) { const vars = input; return vars.own; }')).toEqual([]);
});

it('knows which name was meant', () => {
  const known = ['erpUrl', 'returnLimit', 'vat'];
  expect(['erpURL', 'erpUlr', 'retrunLimit', 'vta', 'shopUrl'].map((name) => nearestName(name, known))).toEqual([
    'erpUrl',
    'erpUrl',
    'returnLimit',
    'vat',
    undefined,
  ]);
  expect(VariableName.safeParse('9lives').success).toBe(false);
});
