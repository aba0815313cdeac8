import { describe, expect, it } from 'vitest';
import { type EditorNames, optionsAt } from './names.ts';

const names: EditorNames = {
  steps: [
    { id: 'map', name: 'Map order' },
    { id: 'check-contract', name: 'Check' },
  ],
  input: { customer: { email: 'a@b.c' }, lines: [{ sku: 'A' }] },
};
const labels = (text: string, kind: 'script' | 'expression') =>
  optionsAt(text, kind, names)?.options.map((o) => o.label);

describe('completion', () => {
  it('knows the message, from a sample', () => {
    expect(labels('input.', 'expression')).toEqual(['customer', 'lines']);
    expect(labels('x = input.customer.', 'script')).toEqual(['email']);
    expect(labels('input.lines[0].', 'expression')).toEqual(['sku']);
    expect(labels('input.nothing.', 'expression')).toBeUndefined();
  });

  it('knows the earlier steps, below ctx in a script and alone in an expression', () => {
    expect(labels('steps.', 'expression')).toEqual(['map', 'check-contract']);
    expect(labels('ctx.steps.m', 'script')).toEqual(['map', 'check-contract']);
    expect(labels('steps.', 'script')).toBeUndefined();
    expect(labels('ctx.', 'script')).toEqual(['steps', 'trigger', 'run', 'now']);
  });

  it('replaces the word that is being typed', () => {
    expect(optionsAt('1 + inp', 'expression', names)?.from).toBe(4);
  });

  it('says nothing inside what it does not know', () => {
    expect(labels('"text".', 'expression')).toBeUndefined();
    expect(labels('foo.bar.', 'script')).toBeUndefined();
  });
});
