import type { Flow } from '@lockstep/schema/graph';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chain } from '../features/canvas/model/testing.ts';
import { type Autosave, type SaveAnswer, startAutosave } from './autosave.ts';
import { createFlowStore, type FlowStore } from './flow-store.ts';
import { browserCopies } from './local-copy.ts';

const copies = browserCopies(localStorage);
let store: FlowStore;
let autosave: Autosave;
let sent: { readonly name: string; readonly basedOn: number }[];
let answer: (flow: Flow, basedOn: number) => SaveAnswer | Promise<SaveAnswer>;

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  localStorage.clear();
  sent = [];
  answer = (_, basedOn) => ({ kind: 'saved', revision: basedOn + 1, savedAt: Date.now() });
  const flow = chain('a b');
  store = createFlowStore({ flow, opened: { saved: { flow, revision: 4 }, savedAt: 0, published: undefined } });
  autosave = startAutosave(store, {
    copies,
    now: Date.now,
    save: async (draft, basedOn) => {
      sent.push({ name: draft.name, basedOn });
      return answer(draft, basedOn);
    },
  });
});
afterEach(() => {
  autosave.stop();
  vi.useRealTimers();
});

const rename = (name: string) => store.getState().edit({ type: 'flow.rename', name });
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('autosave', () => {
  it('sends nothing while nothing changed', async () => {
    await pass(60_000);
    expect({ sent, status: store.getState().status }).toEqual({ sent: [], status: { kind: 'saved', at: 0 } });
  });

  it('keeps a copy here within a second and saves on the server within 1.5 s, also while changes never pause', async () => {
    for (let count = 0; count < 9; count += 1) {
      rename(`Name ${count}`);
      await pass(150);
    }
    expect(copies.read('test')?.flow.name).toMatch(/^Name [78]$/);
    expect(sent).toEqual([]);
    await pass(150);
    expect(sent).toEqual([{ name: 'Name 8', basedOn: 4 }]);
    expect(store.getState()).toMatchObject({ revision: 5, status: { kind: 'saved' } });
    expect(copies.read('test')).toBeUndefined();
  });

  it('bases each save on the revision the one before gave, one at a time', async () => {
    let release: (() => void) | undefined;
    answer = (_, basedOn) =>
      new Promise((resolve) => {
        release = () => resolve({ kind: 'saved', revision: basedOn + 1, savedAt: 0 });
      });
    rename('One');
    await pass(1_000);
    rename('Two');
    await pass(5_000);
    expect(sent).toEqual([{ name: 'One', basedOn: 4 }]);
    release?.();
    await pass(1_000);
    expect(sent).toEqual([
      { name: 'One', basedOn: 4 },
      { name: 'Two', basedOn: 5 },
    ]);
  });

  it('keeps the copy and tries again when the server does not answer', async () => {
    answer = () => ({ kind: 'offline', reason: 'No answer' });
    rename('Kept');
    await pass(900);
    expect(store.getState().status).toEqual({ kind: 'offline', reason: 'No answer' });
    expect(copies.read('test')).toMatchObject({ basedOn: 4, flow: { name: 'Kept' } });
    answer = (_, basedOn) => ({ kind: 'saved', revision: basedOn + 1, savedAt: 0 });
    await pass(1_000);
    expect(store.getState().status).toEqual({ kind: 'saved', at: 0 });
  });

  it('stops at a conflict until a person decides; mine then goes over theirs', async () => {
    const theirs = { ...chain('a b'), name: 'Theirs' };
    answer = () => ({ kind: 'conflict', theirs: { flow: theirs, revision: 9 } });
    rename('Mine');
    await pass(900);
    rename('Mine too');
    await pass(10_000);
    expect(sent).toEqual([{ name: 'Mine', basedOn: 4 }]);
    answer = (_, basedOn) => ({ kind: 'saved', revision: basedOn + 1, savedAt: 0 });
    await autosave.keepMine();
    expect(sent.at(-1)).toEqual({ name: 'Mine too', basedOn: 9 });
    expect(store.getState()).toMatchObject({ revision: 10, status: { kind: 'saved' } });
  });

  it('goes on from its own save when only the answer was lost', async () => {
    answer = () => ({ kind: 'offline', reason: 'No answer' });
    rename('One');
    await pass(900);
    const one = store.getState().flow;
    rename('Two');
    answer = (_, basedOn) =>
      basedOn === 4
        ? { kind: 'conflict', theirs: { flow: structuredClone(one), revision: 5 } }
        : { kind: 'saved', revision: basedOn + 1, savedAt: 0 };
    await pass(2_000);
    expect(sent.slice(1)).toEqual([
      { name: 'Two', basedOn: 4 },
      { name: 'Two', basedOn: 5 },
    ]);
    expect(store.getState()).toMatchObject({ revision: 6, status: { kind: 'saved' } });
  });

  it('goes on from what the page before it saved on its way out', async () => {
    autosave.stop();
    const flow = chain('a b');
    const kept = { ...flow, name: 'Kept' };
    store = createFlowStore({ flow: kept, opened: { saved: { flow, revision: 4 }, savedAt: 0, published: undefined } });
    const basedOn: number[] = [];
    autosave = startAutosave(store, {
      copies,
      now: Date.now,
      save: async (_, revision) => {
        basedOn.push(revision);
        return revision === 4
          ? { kind: 'conflict', theirs: { flow: kept, revision: 5 } }
          : { kind: 'saved', revision: revision + 1, savedAt: 0 };
      },
    });
    rename('Kept and more');
    await pass(2_000);
    expect(basedOn).toEqual([4, 5]);
    expect(store.getState()).toMatchObject({ flow: { name: 'Kept and more' }, status: { kind: 'saved' } });
  });

  it('takes theirs after a conflict and sends nothing', async () => {
    const theirs = { ...chain('a b'), name: 'Theirs' };
    answer = () => ({ kind: 'conflict', theirs: { flow: theirs, revision: 9 } });
    rename('Mine');
    await pass(900);
    autosave.takeTheirs();
    await pass(10_000);
    expect(sent).toHaveLength(1);
    expect(store.getState()).toMatchObject({ flow: { name: 'Theirs' }, revision: 9, status: { kind: 'saved' } });
    expect(copies.read('test')).toBeUndefined();
  });

  it('keeps the last change when the page goes away before any timer', () => {
    rename('Last word');
    autosave.keepCopy();
    expect(copies.read('test')?.flow.name).toBe('Last word');
  });
});
