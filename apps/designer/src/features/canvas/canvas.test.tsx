import { catalogue } from '@lockstep/nodes/catalogue';
import { samples } from '@lockstep/nodes/samples';
import type { StepView } from '@lockstep/schema/api';
import type { FlowNode } from '@lockstep/schema/graph';
import { fireEvent, render, screen } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadStepTypes } from '../../steps/catalogue.ts';
import { createEditorUi } from '../../stores/editor-ui.ts';
import { createFlowStore } from '../../stores/flow-store.ts';
import { NOTHING_SELECTED } from '../../stores/selection-slice.ts';
import { TooltipProvider } from '../../ui/index.ts';
import type { CanvasPort } from './canvas-port.ts';
import { createEditorActions } from './editor-actions.ts';
import { FlowCanvas } from './FlowCanvas.tsx';
import { createNodeBuilder } from './model/canvas-nodes.ts';
import { chipsOf } from './model/chips.ts';
import { drawnPorts } from './model/geometry.ts';
import { outlineOf } from './model/outline.ts';
import { flatPalette, paletteGroups } from './model/palette.ts';
import { chain, nodeOf, testCatalogue } from './model/testing.ts';
import { trafficOf } from './model/traffic.ts';
import { handleKey } from './use-shortcuts.ts';

const flow = samples.find(({ id }) => id === 'order-to-erp') ?? chain('a b');

const sizes = { offsetWidth: 4_000, offsetHeight: 2_000 };
const jsdomSizes = Object.getOwnPropertyDescriptors(HTMLElement.prototype);
beforeAll(() => {
  // The canvas asks for its size; jsdom has none.
  for (const [name, value] of Object.entries(sizes)) {
    Object.defineProperty(HTMLElement.prototype, name, { get: () => value, configurable: true });
  }
  globalThis.DOMMatrixReadOnly ??= class {
    m22 = 1;
  } as unknown as typeof DOMMatrixReadOnly;
});
afterAll(() => {
  const { offsetWidth, offsetHeight } = jsdomSizes;
  Object.defineProperties(HTMLElement.prototype, { offsetWidth, offsetHeight });
});

const step = (node: string, status: StepView['status'], port?: string): StepView => ({
  node,
  name: node,
  type: 'x',
  status,
  attempts: [],
  ...(port === undefined ? {} : { port }),
});

describe('cards', () => {
  const source = (selection = NOTHING_SELECTED, drag = {}) => ({
    flow,
    catalogue: testCatalogue,
    mode: 'design' as const,
    editable: true,
    selection,
    drag,
    issues: {},
  });

  it('keep their identity while nothing of theirs changes: a drag makes one new card', () => {
    const build = createNodeBuilder();
    const before = build(source());
    const id = flow.nodes[2]?.id ?? '';
    const after = build(source(NOTHING_SELECTED, { [id]: { x: 1, y: 2 } }));
    expect(after.filter((node, index) => node !== before[index]).map((node) => node.id)).toEqual([id]);
  });

  it('stand at each moment of a drag where they would if everything were looked at anew', () => {
    const build = createNodeBuilder();
    const all = source();
    const [a, b] = flow.nodes.slice(2).map(({ id }) => id) as [string, string];
    const drags = [
      {},
      { [a]: { x: 1, y: 2 } },
      { [a]: { x: 3, y: 2 }, [b]: { x: 9, y: 9 } },
      { [b]: { x: 9, y: 8 } },
      {},
    ];
    for (const drag of drags) expect(build({ ...all, drag })).toEqual(createNodeBuilder()({ ...all, drag }));
  });

  it('have the ways a person named above the one that is left over', () => {
    const route = flow.nodes.find(({ type }) => type === 'switch') as FlowNode;
    expect(drawnPorts(route, catalogue.get('switch'), [])).toEqual(['domestic', 'eu', 'otherwise', 'error']);
  });

  it('name the system in a word, and in full where one points', () => {
    const order = flow.nodes.find(({ type }) => type === 'sap.create-sales-order') as FlowNode;
    const [system] = chipsOf(order, catalogue.get(order.type));
    expect(system).toEqual({ kind: 'system', text: 'SAP', title: 'Works with SAP S/4HANA' });
  });

  it('say whether what they did is taken back, and say so where it is not', () => {
    const order = flow.nodes.find(({ type }) => type === 'sap.create-sales-order') as FlowNode;
    const read = { ...nodeOf('get', 'http-request'), params: { method: 'GET', url: 'https://shop.example' } };
    const kinds = (node: FlowNode, undoDrawn: boolean) =>
      chipsOf(node, catalogue.get(node.type), undefined, undoDrawn).flatMap(({ kind }) =>
        /undo/.test(kind) ? [kind] : [],
      );
    expect([kinds(order, true), kinds(order, false), kinds(read, false)]).toEqual([['undo'], ['no-undo'], []]);
  });

  it('know which of their ways are open', () => {
    const build = createNodeBuilder();
    const forked = { ...chain('a b'), nodes: [nodeOf('a', 'start'), nodeOf('b', 'fork')] };
    const open = build({ ...source(), flow: forked }).flatMap((one) =>
      one.type === 'step' ? [one.data.openPorts] : [],
    );
    expect(open).toEqual([[], ['left', 'right']]);
  });

  it('say name, place and problems to a screen reader', () => {
    const build = createNodeBuilder();
    const first = flow.nodes[0];
    const issue = { severity: 'error', code: 'x', message: 'x' } as const;
    const [card] = build({ ...source(), issues: { [first?.id ?? '']: [issue] } });
    expect(card?.ariaLabel).toBe(`${first?.name}, step 1 of ${flow.nodes.length}, 1 problem`);
  });
});

describe('a run on the canvas', () => {
  beforeAll(() => loadStepTypes(flow.nodes));

  it('tells the state of each step and lets one be picked', () => {
    const onSelect = vi.fn();
    const [first, second] = flow.nodes;
    if (first === undefined || second === undefined) throw new Error('the sample has no steps');
    render(
      <TooltipProvider>
        <div style={{ width: 4_000, height: 2_000 }}>
          <FlowCanvas flow={flow} mode="run" steps={[step(first.id, 'succeeded', 'out')]} onSelect={onSelect} />
        </div>
      </TooltipProvider>,
    );
    expect(screen.getByTestId(`step-status:${first.id}`).dataset.status).toBe('succeeded');
    expect(screen.getByTestId(`step-status:${second.id}`).dataset.status).toBe('pending');
    fireEvent.click(screen.getByTestId(`node:${second.id}`));
    expect(onSelect).toHaveBeenCalledWith(second.id);
  });

  it('has the ids that docs/testing.md promises, of every step, port and edge', () => {
    render(
      <div style={{ width: 4_000, height: 2_000 }}>
        <FlowCanvas flow={flow} mode="run" steps={[step('received', 'succeeded', 'out')]} />
      </div>,
    );
    const ids = flow.nodes.flatMap(({ id }) => [`node:${id}`, `step-status:${id}`]);
    const ends = flow.edges.flatMap(({ from, port, to }) => [
      `port:${from}:${port}`,
      `port:${to}:in`,
      `edge:${from}-${port}-${to}`,
    ]);
    expect([...ids, ...ends].filter((id) => screen.queryByTestId(id) === null)).toEqual([]);
    expect(screen.getByTestId('step-status:received').dataset.status).toBe('succeeded');
  });

  it('knows which way the message went', () => {
    const fork = {
      ...chain('a b c d'),
      edges: [
        { from: 'a', port: 'left', to: 'b' },
        { from: 'a', port: 'right', to: 'c' },
        { from: 'b', port: 'out', to: 'd' },
      ],
    };
    expect(trafficOf(fork, { a: step('a', 'succeeded', 'left'), b: step('b', 'running') })).toEqual({
      'a-left-b': 'live',
      'a-right-c': 'dead',
      'b-out-d': 'open',
    });
  });
});

describe('the outline', () => {
  it('lists every step once, forks indented, chains not', () => {
    const rows = outlineOf(
      { ...chain('a b c d'), edges: [edge('a', 'b'), edge('b', 'c'), { ...edge('b', 'd'), port: 'error' }] },
      testCatalogue,
    );
    expect(rows.map((row) => `${row.depth} ${row.id} ${(row.kind === 'step' && row.via) || ''}`.trim())).toEqual([
      '0 a',
      '0 b out',
      '1 c out',
      '1 d error',
    ]);
  });
});

describe('the palette', () => {
  it('finds by any word and puts a name that begins with it first', () => {
    const find = (search: string) => flatPalette(paletteGroups(testCatalogue, search), search).map(({ type }) => type);
    expect(find('forks inc')).toEqual(['fork']);
    expect(find('pa')).toEqual(['pass']);
    expect(find('nothing like it')).toEqual([]);
  });
});

describe('the keyboard', () => {
  function desk() {
    const drawing = chain('a b c');
    const store = createFlowStore({
      flow: drawing,
      opened: { saved: { flow: drawing, revision: 1 }, savedAt: 0, published: undefined },
    });
    const ui = createEditorUi();
    const nothing = () => {};
    const canvas: CanvasPort = {
      toFlow: (at) => at,
      toScreen: (at) => at,
      middle: () => ({ x: 500, y: 400 }),
      pointer: () => undefined,
      reveal: nothing,
      fit: nothing,
      fitDocument: nothing,
      zoomIn: nothing,
      zoomOut: nothing,
      actualSize: nothing,
      focus: nothing,
    };
    const actions = createEditorActions(store, ui, canvas);
    const press = (key: string, more: KeyboardEventInit = {}) =>
      handleKey(new KeyboardEvent('keydown', { key, ...more }), { store, ui, actions, saveNow: nothing });
    return { store, ui, actions, press };
  }

  it('draws a flow without a mouse: add behind the selected step, name, delete and heal, undo', () => {
    const { store, ui, actions, press } = desk();
    store.getState().select({ nodes: ['c'] });
    press('n');
    expect(ui.getState().quickAdd?.target).toEqual({ kind: 'place', at: { x: 384, y: 370 } });
    actions.add('map', { kind: 'port', from: 'c', port: 'out' });
    expect(store.getState().selection.nodes).toEqual(['map']);
    expect(store.getState().flow.edges.at(-1)).toEqual(edge('c', 'map'));
    store.getState().select({ nodes: ['b'] });
    press('Delete', { shiftKey: true });
    expect(store.getState().flow.edges).toEqual([edge('c', 'map'), edge('a', 'c')]);
    press('z', { ctrlKey: true });
    press('z', { ctrlKey: true });
    expect(store.getState().flow).toEqual(chain('a b c'));
  });

  it('walks with the arrows and moves with Ctrl and the arrows, a row of them being one step of the history', () => {
    const { store, press } = desk();
    press('ArrowRight');
    press('ArrowRight');
    expect(store.getState().selection.nodes).toEqual(['b']);
    press('ArrowDown', { ctrlKey: true });
    press('ArrowDown', { ctrlKey: true });
    expect(store.getState().flow.layout.nodes.b).toEqual({ x: 280, y: 40 });
    expect(store.getState().history.past).toHaveLength(1);
  });

  it('selects with Shift and an arrow what leads to a step, and what follows it', () => {
    const { store, press } = desk();
    const selected = () => store.getState().selection.nodes.toSorted();
    store.getState().select({ nodes: ['b'] });
    press('ArrowLeft', { shiftKey: true });
    expect(selected()).toEqual(['a', 'b']);
    store.getState().select({ nodes: ['b'] });
    press('ArrowRight', { shiftKey: true });
    expect(selected()).toEqual(['b', 'c']);
    press('ArrowLeft', { shiftKey: true });
    expect(selected()).toEqual(['a', 'b', 'c']);
  });

  it('folds the frame around the selected step away and stands on its scope, unfolds it, and undoes that', () => {
    const { store, press } = desk();
    const put = (node: FlowNode) => store.getState().edit({ type: 'node.add', node });
    put({ ...nodeOf('loop', 'for-each') });
    put({ ...nodeOf('in'), scope: 'loop' });
    const collapsed = () => store.getState().flow.layout.collapsed ?? [];
    store.getState().select({ nodes: ['in'] });
    press('g', { altKey: true, code: 'KeyG' });
    expect([collapsed(), store.getState().selection.nodes]).toEqual([['loop'], ['loop']]);
    press('g', { altKey: true, code: 'KeyG' });
    expect(collapsed()).toEqual([]);
    press('z', { ctrlKey: true });
    expect(collapsed()).toEqual(['loop']);
    store.getState().select({ nodes: ['a'] });
    press('g', { altKey: true, code: 'KeyG' });
    expect(collapsed()).toEqual(['loop']);
  });

  it('switches steps off and on again', () => {
    const { store, press } = desk();
    store.getState().select({ nodes: ['b', 'c'] });
    press('d');
    expect(store.getState().flow.nodes.map(({ policy }) => policy.disabled)).toEqual([undefined, true, true]);
    press('d');
    expect(store.getState().flow.nodes.map(({ policy }) => policy)).toEqual([{}, {}, {}]);
  });

  it('pastes what was copied and refuses what holds no steps', async () => {
    const { store, actions } = desk();
    store.getState().select({ nodes: ['b', 'c'] });
    const text = actions.copied() ?? '';
    expect(await actions.paste(text)).toBe(true);
    expect(store.getState().selection.nodes).toEqual(['b-2', 'c-2']);
    expect(await actions.paste('just text')).toBe(false);
  });

  it('explains a refused edge and draws nothing', () => {
    const { store, actions } = desk();
    const before = store.getState().flow;
    actions.connect(edge('c', 'b'));
    actions.connect(edge('b', 'b'));
    expect(store.getState().flow).toBe(before);
  });
});

function edge(from: string, to: string) {
  return { from, port: 'out', to };
}
