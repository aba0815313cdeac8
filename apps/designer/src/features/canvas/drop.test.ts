import { beforeAll, expect, it, vi } from 'vitest';
import { loadWholeCatalogue } from '../../steps/catalogue.ts';
import { createEditorUi } from '../../stores/editor-ui.ts';
import { createFlowStore } from '../../stores/flow-store.ts';
import { createEditorActions } from './editor-actions.ts';
import { chain } from './model/testing.ts';

beforeAll(loadWholeCatalogue);

it('leaves the view where it is when a step is dropped at a place, and shows a step that was added elsewhere', () => {
  const flow = chain('a b');
  const store = createFlowStore({
    flow,
    opened: { saved: { flow, revision: 1 }, savedAt: 0, published: undefined },
  });
  const reveal = vi.fn();
  const nothing = () => {};
  const actions = createEditorActions(store, createEditorUi(), {
    toFlow: (at) => at,
    toScreen: (at) => at,
    middle: () => ({ x: 0, y: 0 }),
    pointer: () => undefined,
    reveal,
    fit: nothing,
    fitDocument: nothing,
    zoomIn: nothing,
    zoomOut: nothing,
    actualSize: nothing,
    focus: nothing,
  });
  actions.add('log', { kind: 'place', at: { x: 900, y: 900 }, exact: true });
  expect(reveal).not.toHaveBeenCalled();
  actions.add('log', { kind: 'port', from: 'log', port: 'out' });
  expect(reveal).toHaveBeenCalledExactlyOnceWith('log-2');
});
