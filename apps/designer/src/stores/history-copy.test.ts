import { canonicalJson, type Flow } from '@lockstep/schema/graph';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chain } from '../features/canvas/model/testing.ts';
import { createFlowStore, type FlowStore } from './flow-store.ts';
import { browserHistories, type HistoryCopies } from './history-copy.ts';
import { restoreHistory, startHistoryKeeper } from './history-keeper.ts';
import type { LargeStore } from './large-store.ts';

let large: Map<string, string>;
let copies: HistoryCopies;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  large = new Map();
  copies = browserHistories(localStorage, storeOf(large));
});
afterEach(() => vi.useRealTimers());

const storeOf = (texts: Map<string, string>): LargeStore => ({
  get: async (key) => texts.get(key),
  put: async (key, text) => void texts.set(key, text),
});
const open = (flow: Flow): FlowStore =>
  createFlowStore({ flow, opened: { saved: { flow, revision: 1 }, savedAt: 0, published: undefined } });

/** As a reload does it: everything of the page is gone but what the browser keeps. */
async function reload(store: FlowStore): Promise<FlowStore> {
  const again = open(JSON.parse(JSON.stringify(store.getState().flow)) as Flow);
  await restoreHistory(again, copies);
  return again;
}

/** Draws, moves, renames and deletes; the last gesture is undone. */
function work(store: FlowStore): void {
  const { edit, undo } = store.getState();
  edit({ type: 'node.rename', node: 'b', name: 'Prüfen ✓' });
  edit({ type: 'node.move', positions: { b: { x: 40, y: 80 } } });
  edit({ type: 'node.remove', node: 'c' });
  edit({ type: 'flow.rename', name: 'Orders' });
  undo();
}

describe('the history of a flow', () => {
  it('survives a reload: everything can be undone to the first document, and redone', async () => {
    const start = chain('a b c d');
    const before = open(start);
    const keeper = startHistoryKeeper(before, copies);
    work(before);
    await vi.advanceTimersByTimeAsync(300);
    keeper.stop();
    const after = await reload(before);
    expect(after.getState().history.past.map(({ label }) => label)).toEqual([
      'rename “b”',
      'move “Prüfen ✓”',
      'delete “c”',
    ]);
    after.getState().redo();
    expect(after.getState().flow.name).toBe('Orders');
    for (let steps = 0; steps < 4; steps += 1) after.getState().undo();
    expect(canonicalJson(after.getState().flow)).toBe(canonicalJson(start));
  });

  it('is kept at once when the page goes away before any timer', async () => {
    const before = open(chain('a b'));
    const keeper = startHistoryKeeper(before, copies);
    before.getState().edit({ type: 'flow.rename', name: 'Last word' });
    keeper.keep();
    expect((await reload(before)).getState().history.past).toHaveLength(1);
  });

  it('is not put on another state of the flow, nor on a damaged copy', async () => {
    const before = open(chain('a b c d'));
    work(before);
    await copies.write(before.getState().flow, before.getState().history);
    const other = open({ ...before.getState().flow, name: 'Saved by somebody else' });
    await restoreHistory(other, copies);
    expect(other.getState().history).toEqual({ past: [], future: [] });

    const key = localStorage.key(0) ?? '';
    const text = localStorage.getItem(key) ?? '';
    for (const damaged of [text.slice(0, -9), text.replaceAll('"node":"b"', '"node":"ghost"')]) {
      localStorage.setItem(key, damaged);
      expect((await reload(before)).getState().history).toEqual({ past: [], future: [] });
    }
  });

  it('goes to the large store beyond 2 MB and comes back from there, also when small again', async () => {
    const store = open(chain('a b'));
    const big = 'x'.repeat(600_000);
    for (const letter of 'abc') {
      store.getState().edit({ type: 'node.params', node: 'b', params: { text: letter + big } });
    }
    await copies.write(store.getState().flow, store.getState().history);
    expect([localStorage.length, large.size]).toEqual([0, 1]);
    expect((await reload(store)).getState().history.past).toHaveLength(3);

    const small = open(store.getState().flow);
    small.getState().edit({ type: 'flow.rename', name: 'Small' });
    await copies.write(small.getState().flow, small.getState().history);
    expect((await reload(small)).getState().history.past.map(({ label }) => label)).toEqual(['rename flow']);
  });

  it('is bounded: the newest 200 steps', async () => {
    const store = open(chain('a b'));
    for (let count = 1; count <= 230; count += 1) store.getState().edit({ type: 'flow.rename', name: `Name ${count}` });
    await copies.write(store.getState().flow, store.getState().history);
    const after = await reload(store);
    expect(after.getState().history.past).toHaveLength(200);
    after.getState().undo();
    expect(after.getState().flow.name).toBe('Name 229');
  });

  it('does without where the browser keeps nothing', async () => {
    const refusing: LargeStore = {
      get: () => Promise.reject(new Error('no')),
      put: () => Promise.reject(new Error('no')),
    };
    const full = { length: 0, key: () => null, getItem: () => null, removeItem: () => {}, clear: () => {} };
    const none = browserHistories(
      {
        ...full,
        setItem: () => {
          throw new DOMException('full', 'QuotaExceededError');
        },
      },
      refusing,
    );
    const store = open(chain('a b'));
    store.getState().edit({ type: 'flow.rename', name: 'Here only' });
    await none.write(store.getState().flow, store.getState().history);
    expect(await none.read(store.getState().flow)).toBeUndefined();
  });
});
