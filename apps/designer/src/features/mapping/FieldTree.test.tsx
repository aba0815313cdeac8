import { type FieldPath, fieldsOf } from '@lockstep/schema/mapping';
import { act, render, screen } from '@testing-library/react';
import { createRef, useState } from 'react';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { FieldTree } from './FieldTree.tsx';
import { pathText, rowsOf, type TreeRow } from './tree-rows.ts';

const segment = (at: number) => ({
  type: 'object',
  properties: Object.fromEntries(
    Array.from({ length: 49 }, (_, field) => [`field_${at}_${field}`, { type: 'string' }]),
  ),
});
const root = fieldsOf({
  type: 'object',
  properties: Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`segment_${at}`, segment(at)])),
});
const rows = rowsOf(root, new Set());
const describeRow = vi.fn((_: TreeRow) => '');
const fixed = {
  ...{ side: 'source' as const, label: 'Source fields', rows, scroller: createRef<HTMLDivElement>(), shown: 0 },
  ...{ onScroll: () => {}, onToggle: () => {}, onUse: () => {}, describe: describeRow },
  ...{ toneOf: () => undefined, isConnected: () => false, children: () => null },
} as const;

let activate: (path: FieldPath) => void;
function Tree() {
  const [active, setActive] = useState<string>();
  const [onActive] = useState(() => (row: TreeRow) => setActive(row.path));
  activate = (path) => setActive(rows.find(({ field }) => field.path.join() === path.join())?.path);
  return <FieldTree {...fixed} active={active} onActive={onActive} />;
}

// A scroller that has a size, which jsdom does not give it.
const jsdomSizes = Object.getOwnPropertyDescriptors(Element.prototype);
beforeAll(() => {
  Object.defineProperties(Element.prototype, {
    clientHeight: { configurable: true, value: 480 },
    clientWidth: { configurable: true, value: 320 },
  });
});
afterAll(() => {
  const { clientHeight, clientWidth } = jsdomSizes;
  Object.defineProperties(Element.prototype, { clientHeight, clientWidth } as PropertyDescriptorMap);
});

it('of 5,000 fields those in view are drawn, each once; another place of the keyboard draws two rows', () => {
  expect(rows).toHaveLength(5000);
  render(<Tree />);
  const shown = screen.getAllByRole('treeitem');
  expect(shown.length).toBeLessThan(60);
  // The virtualizer measures once before it draws for good.
  expect(describeRow.mock.calls.length).toBeLessThanOrEqual(2 * shown.length);
  act(() => activate(['segment_0']));
  describeRow.mockClear();
  act(() => activate(['segment_0', 'field_0_3']));
  const drawn = describeRow.mock.calls.map(([row]) => pathText(row.field));
  expect(drawn.toSorted()).toEqual(['segment_0', 'segment_0.field_0_3']);
});
