import { expect, it } from 'vitest';
import { jsonRows, treeKey } from './json-rows.ts';

const ORDER = { name: '#1', lines: [{ sku: 'A', 'unit price': null }], 'tax-total': 2 };

it('names every value as an expression would', () => {
  const rows = jsonRows('input', ORDER, new Set(['input.lines[0]']));
  expect(rows.map(({ path }) => path)).toEqual([
    'input',
    'input.name',
    'input.lines',
    'input.lines[0]',
    'input.lines[0].sku',
    'input.lines[0]["unit price"]',
    'input["tax-total"]',
  ]);
});

it('opens two levels by itself, but no long list', () => {
  const rows = jsonRows('in', { few: [1], many: Array.from({ length: 31 }, (_, n) => n) }, new Set());
  expect(rows.map(({ path, open }) => `${path} ${open}`)).toEqual([
    'in true',
    'in.few true',
    'in.few[0] false',
    'in.many false',
  ]);
});

it('walks, opens, closes and copies by key, and leaves other keys alone', () => {
  const rows = jsonRows('input', ORDER, new Set());
  const at = rows.findIndex(({ path }) => path === 'input.lines[0]');
  expect(treeKey('ArrowRight', rows, at)).toEqual({ type: 'toggle', row: rows[at] });
  expect(treeKey('ArrowLeft', rows, at)).toEqual({ type: 'move', to: 2 });
  expect(treeKey('ArrowLeft', rows, 2)).toEqual({ type: 'toggle', row: rows[2] });
  expect(treeKey('End', rows, 0)).toEqual({ type: 'move', to: rows.length - 1 });
  expect(treeKey('c', rows, 1)).toEqual({ type: 'copy', text: '#1' });
  expect(treeKey('p', rows, 1)).toEqual({ type: 'copy', text: 'input.name' });
  expect(treeKey('Enter', rows, 1)).toBeUndefined();
  expect(treeKey('Tab', rows, 0)).toBeUndefined();
});

it('keeps a long list closed until it is opened, however long it is', () => {
  const list = Array.from({ length: 100_000 }, (_, n) => ({ n }));
  expect(jsonRows('input', list, new Set())).toHaveLength(1);
  expect(jsonRows('input', list, new Set(['input']))).toHaveLength(200_001);
});
