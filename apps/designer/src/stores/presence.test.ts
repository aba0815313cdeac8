import { samples } from '@lockstep/nodes/samples';
import type { LiveEvent, Present } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFlowStore } from './flow-store.ts';
import { type PresenceAnswer, startPresence } from './presence.ts';

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const flow = samples[0] as Flow;
const page = (session: string, writes: boolean, activeAt = Date.now()): Present => ({
  ...{ session, name: session, writes },
  since: new Date(activeAt).toISOString(),
  activeAt: new Date(activeAt).toISOString(),
});

/** A desk whose server says what the test wants. */
function desk() {
  const store = createFlowStore({ flow, opened: { saved: { flow, revision: 1 }, savedAt: 0, published: undefined } });
  let people: readonly Present[] = [page('me', true)];
  let answer: PresenceAnswer | undefined;
  let theirs = { flow, revision: 1 };
  const listeners = new Set<(event: LiveEvent) => void>();
  const said: object[] = [];
  const replaced: object[] = [];
  const started = startPresence(store, {
    session: 'me',
    say: async (word) => {
      said.push(word);
      return answer ?? { kind: 'told', people, now: Date.now() };
    },
    read: async () => theirs,
    onLive: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now: Date.now,
    onReplaced: (by, seen) => void replaced.push({ by, seen }),
  });
  return {
    ...{ store, started, said },
    server: (next: readonly Present[], special?: PresenceAnswer) => {
      people = next;
      answer = special;
    },
    saves: (next: typeof theirs) => {
      theirs = next;
    },
    replaced,
    hear: async (event: LiveEvent) => {
      for (const listener of listeners) listener(event);
      await vi.advanceTimersByTimeAsync(0);
    },
    live: async (type: 'presence.changed' | 'flow.changed') => {
      for (const listener of listeners) listener({ type, flowId: flow.id });
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

it('writes while nobody else does, and only looks on from the moment another page writes', async () => {
  const { store, started, server, live } = desk();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.getState().editable).toBe(true);
  server([page('me', false), page('ann', true)]);
  await live('presence.changed');
  expect(store.getState().editable).toBe(false);
  store.getState().edit({ type: 'flow.rename', name: 'Mine' });
  expect(store.getState().flow.name).toBe(flow.name);
  expect(started.store.getState()).toMatchObject({ writer: { session: 'ann' }, freeAt: 1_020_000 });
  started.stop();
});

it('shows every save of the page that writes', async () => {
  const { store, started, server, saves, live } = desk();
  server([page('me', false), page('ann', true)]);
  await live('presence.changed');
  saves({ flow: { ...flow, name: 'By Ann' }, revision: 2 });
  await live('flow.changed');
  expect(store.getState()).toMatchObject({ flow: { name: 'By Ann' }, revision: 2, status: { kind: 'saved' } });
  started.stop();
});

it('shows a draft that an import put in its place, and says so where something unsaved stands against it', async () => {
  const { store, started, saves, hear, replaced } = desk();
  await vi.advanceTimersByTimeAsync(0);
  const imported = { type: 'draft.replaced', flowId: flow.id, by: 'git' } as const;
  saves({ flow: { ...flow, name: 'From git' }, revision: 2 });
  await hear({ ...imported, revision: 2 });
  expect(store.getState()).toMatchObject({ editable: true, flow: { name: 'From git' }, revision: 2 });
  store.getState().edit({ type: 'flow.rename', name: 'Mine' });
  saves({ flow: { ...flow, name: 'From git again' }, revision: 3 });
  await hear({ ...imported, revision: 3 });
  expect(store.getState()).toMatchObject({ flow: { name: 'Mine' }, revision: 2 });
  expect(replaced).toEqual([
    { by: 'git', seen: true },
    { by: 'git', seen: false },
  ]);
  started.stop();
});

it('takes over with the newest draft, or says who holds it', async () => {
  const { store, started, server, saves, live } = desk();
  server([page('me', false), page('ann', true)]);
  await live('presence.changed');
  server([], { kind: 'held', by: 'ann' });
  expect(await started.takeOver()).toBe('ann');
  expect(store.getState().editable).toBe(false);
  saves({ flow: { ...flow, name: 'Last of Ann' }, revision: 5 });
  server([page('me', true), page('ann', false)]);
  expect(await started.takeOver()).toBeUndefined();
  expect(store.getState()).toMatchObject({ editable: true, flow: { name: 'Last of Ann' }, revision: 5 });
  started.stop();
});

it('goes on looking when the other page left, until it is asked to write', async () => {
  const { store, started, server, live } = desk();
  server([page('me', false), page('ann', true)]);
  await live('presence.changed');
  server([page('me', false)]);
  await live('presence.changed');
  expect(store.getState().editable).toBe(false);
  expect(started.store.getState()).toMatchObject({ others: [], writer: undefined });
  started.stop();
});

it('says every five seconds that it is here, and nothing once it is stopped', async () => {
  const { started, said } = desk();
  await vi.advanceTimersByTimeAsync(10_100);
  expect(said).toHaveLength(3);
  started.stop();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said).toHaveLength(3);
});
