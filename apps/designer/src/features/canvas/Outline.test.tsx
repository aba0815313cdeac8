import { catalogue } from '@lockstep/nodes/catalogue';
import type { Flow } from '@lockstep/schema/graph';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { createEditorUi, EditorUiProvider } from '../../stores/editor-ui.ts';
import { FlowStoreProvider } from '../../stores/FlowStoreProvider.tsx';
import { createFlowStore } from '../../stores/flow-store.ts';
import { createEditorActions } from './editor-actions.ts';
import { outlineOf, shownRows } from './model/outline.ts';
import { Outline } from './Outline.tsx';
import { EditorActionsProvider } from './use-editor-actions.ts';

const step = (id: string, type: string) => ({ id, type, version: 1, name: id, params: {}, policy: {} });
const plain: Flow = {
  format: 1,
  id: 'words',
  name: 'Words',
  nodes: [
    step('start', 'manual'),
    step('a', 'log'),
    step('b', 'log'),
    step('loop', 'for-each'),
    { ...step('in', 'log'), scope: 'loop' },
  ],
  edges: [
    { from: 'start', port: 'out', to: 'a' },
    { from: 'a', port: 'out', to: 'b' },
    { from: 'b', port: 'out', to: 'loop' },
    { from: 'loop', port: 'each', to: 'in' },
  ],
  layout: {
    nodes: Object.fromEntries(['start', 'a', 'b', 'loop', 'in'].map((id, x) => [id, { x: x * 280, y: 0 }])),
    notes: [],
  },
  settings: {},
  tests: [],
};

function open(flow: Flow = plain) {
  const store = createFlowStore({ flow, opened: { saved: { flow, revision: 1 }, savedAt: 0, published: undefined } });
  const ui = createEditorUi();
  const nothing = () => {};
  const actions = createEditorActions(store, ui, {
    toFlow: (at) => at,
    toScreen: (at) => at,
    middle: () => ({ x: 0, y: 0 }),
    pointer: () => undefined,
    reveal: nothing,
    fit: nothing,
    fitDocument: nothing,
    zoomIn: nothing,
    zoomOut: nothing,
    actualSize: nothing,
    focus: nothing,
  });
  render(
    <FlowStoreProvider store={store}>
      <EditorUiProvider value={ui}>
        <EditorActionsProvider value={actions}>
          <Outline />
        </EditorActionsProvider>
      </EditorUiProvider>
    </FlowStoreProvider>,
  );
  return { store, ui, user: userEvent.setup() };
}
const item = (name: RegExp) => screen.getByRole('treeitem', { name });
const wires = (at: Flow) => at.edges.map(({ from, to }) => `${from}>${to}`).toSorted();

it('moves, switches off, deletes and undoes steps by keys alone', async () => {
  const { store, user } = open();
  await user.click(item(/^b/));
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
  expect(wires(store.getState().flow)).toEqual(['a>loop', 'b>a', 'loop>in', 'start>b']);
  store.getState().undo();
  await user.keyboard(' ');
  expect(store.getState().flow.nodes[2]?.policy).toEqual({ disabled: true });
  await user.keyboard('{Shift>}{Delete}{/Shift}');
  expect(wires(store.getState().flow)).toEqual(['a>loop', 'loop>in', 'start>a']);
  expect(store.getState().selection.nodes).toEqual(['loop']);
});

it('chooses several with Shift, and opens what is chosen with Enter', async () => {
  const { store, ui, user } = open();
  await user.click(item(/^start/));
  await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}');
  expect(store.getState().selection.nodes).toEqual(['start', 'a', 'b']);
  await user.keyboard('{ArrowDown}{Enter}');
  expect(ui.getState().focus?.node ?? store.getState().selection.nodes[0]).toBe('loop');
});

it('folds a body with the left arrow, and goes back to its scope', async () => {
  const { user } = open();
  await user.click(item(/^in/));
  await user.keyboard('{ArrowLeft}');
  expect(item(/^loop/).getAttribute('aria-expanded')).toBe('true');
  await user.keyboard('{ArrowLeft}');
  expect(screen.queryByRole('treeitem', { name: /^in/ })).toBeNull();
});

describe('groups', () => {
  /** `a`, `b` and, in a group of its own, the loop are one group; `start` stands before it. */
  const grouped: Flow = {
    ...plain,
    layout: {
      ...plain.layout,
      groups: [
        { id: 'outer', name: 'Prepare', nodes: ['a', 'b'] },
        { id: 'inner', name: 'Lines', nodes: ['loop'], parent: 'outer' },
      ],
    },
  };
  const tree = () =>
    screen.getAllByRole('treeitem').map((row) => `${row.getAttribute('aria-level')} ${row.getAttribute('data-key')}`);
  const groups = (at: Flow) => at.layout.groups?.map(({ name, nodes, parent }) => ({ name, nodes, parent }));

  it('hold their steps together, and fold', async () => {
    const { store, user } = open(grouped);
    expect(tree()).toEqual(['1 start', '1 group:outer', '2 a', '2 b', '2 group:inner', '3 loop', '4 in']);
    await user.click(item(/^Group Prepare, 4 steps/));
    expect(store.getState().selection.nodes).toEqual(['a', 'b', 'loop']);
    await user.keyboard('{ArrowLeft}');
    expect(tree()).toEqual(['1 start', '1 group:outer']);
    await user.keyboard('{ArrowRight}{ArrowDown}');
    expect(store.getState().selection.nodes).toEqual(['a']);
  });

  it('take steps in and let them out, by keys', async () => {
    const { store, user } = open(grouped);
    await user.click(item(/^start/));
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(groups(store.getState().flow)?.[0]).toMatchObject({ name: 'Prepare', nodes: ['a', 'b', 'start'] });
    await user.click(item(/^Group Lines/));
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(groups(store.getState().flow)?.[1]).toEqual({ name: 'Lines', nodes: ['loop'], parent: undefined });
    store.getState().undo();
    store.getState().undo();
    expect(store.getState().flow).toEqual(grouped);
  });

  it('are renamed, and deleted with what is in them', async () => {
    const { store, user } = open(grouped);
    await user.click(item(/^Group Lines/));
    await user.keyboard('{F2}Not this{Escape}');
    await user.keyboard('{F2}Each line{Enter}');
    expect(item(/^Group Each line/)).toBe(document.activeElement);
    await user.keyboard('{Delete}');
    expect(store.getState().flow.nodes.map(({ id }) => id)).toEqual(['start', 'a', 'b']);
    expect(groups(store.getState().flow)).toEqual([{ name: 'Prepare', nodes: ['a', 'b'], parent: undefined }]);
  });
});

it('hides what stands deeper below a folded row, and nothing behind it', () => {
  const rows = outlineOf(plain, catalogue);
  expect(shownRows(rows, new Set(['loop'])).map(({ id, isParent }) => `${id}${isParent ? '+' : ''}`)).toEqual([
    'start',
    'a',
    'b',
    'loop+',
  ]);
});
