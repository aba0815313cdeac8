import { describe, expect, it } from 'vitest';
import { type EditorNames, optionsAt } from './names.ts';

const names: EditorNames = {
  steps: [
    { id: 'map', name: 'Map order' },
    { id: 'check-contract', name: 'Check' },
  ],
  input: { customer: { email: 'a@b.c' }, lines: [{ sku: 'A', price: { amount: '1' } }] },
  vars: { erpUrl: 'https://erp.test', limits: { returns: 100 } },
  outputs: { map: { reference: '#1' }, 'check-contract': { errors: [{ path: '/x' }] } },
};
const labels = (text: string, kind: 'script' | 'expression') =>
  optionsAt(text, kind, names)?.options.map((o) => o.label);

describe('completion', () => {
  it('knows the message, from a sample', () => {
    expect(labels('input.', 'expression')).toEqual(['customer', 'lines']);
    expect(labels('x = input.customer.', 'script')).toEqual(['email']);
    expect(labels('input.lines[0].', 'expression')).toEqual(['sku', 'price']);
    expect(labels('input.lines.', 'expression')).toContain('filter');
    expect(labels('input.nothing.', 'expression')).toBeUndefined();
  });

  it('knows the earlier steps, below ctx in a script and alone in an expression', () => {
    expect(labels('steps.', 'expression')).toEqual(['map', 'check-contract']);
    expect(labels('ctx.steps.m', 'script')).toEqual(['map', 'check-contract']);
    expect(labels('steps.', 'script')).toBeUndefined();
    expect(labels('ctx.', 'script')).toEqual(['steps', 'trigger', 'run', 'vars', 'now']);
    expect(labels('vars.', 'expression')).toEqual(['erpUrl', 'limits']);
    expect(labels('vars.limits.', 'script')).toEqual(['returns']);
    expect(labels('ctx.vars.', 'script')).toEqual(['erpUrl', 'limits']);
  });

  it('knows what earlier steps gave', () => {
    expect(labels('steps.map.', 'expression')).toEqual(['reference']);
    expect(labels("ctx.steps['check-contract'].errors[0].", 'script')).toEqual(['path']);
    expect(labels('steps.later.', 'expression')).toBeUndefined();
  });

  it('follows the names a script gives: constants, items of a list, loops', () => {
    const script = [
      'export default function map(input, ctx) {',
      '  const buyer = input.customer;',
      '  const done = ctx.steps.map;',
      '  for (const row of input.lines) {',
      '    const price: Money = row.price;',
    ].join('\n');
    expect(labels(`${script}\n buyer.`, 'script')).toEqual(['email']);
    expect(labels(`${script}\n done.`, 'script')).toEqual(['reference']);
    expect(labels(`${script}\n row.`, 'script')).toEqual(['sku', 'price']);
    expect(labels(`${script}\n price.`, 'script')).toEqual(['amount']);
    expect(labels('input.lines.map((line: Row, index) => ({ sku: line.', 'script')).toEqual(['sku', 'price']);
    expect(labels('input.lines.filter(line => line.', 'expression')).toEqual(['sku', 'price']);
    expect(labels('const a = b;\nconst b = a;\na.', 'script')).toBeUndefined();
  });

  it('replaces the word that is being typed', () => {
    expect(optionsAt('1 + inp', 'expression', names)?.from).toBe(4);
  });

  it('says nothing inside what it does not know', () => {
    expect(labels('"text".', 'expression')).toBeUndefined();
    expect(labels('foo.bar.', 'script')).toBeUndefined();
  });
});
