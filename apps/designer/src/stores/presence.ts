import type { LiveEvent, Present } from '@lockstep/schema/api';
import { PRESENCE_BEAT_MS, TAKE_OVER_AFTER_MS } from '@lockstep/schema/api';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ServerDraft } from './draft-slice.ts';
import type { FlowStore } from './flow-store.ts';

/** Who has the flow open, as the server said last. */
export interface Presence {
  /** All other pages, the one that writes first. */
  readonly others: readonly Present[];
  /** The other page that writes; absent while this one does, or nobody. */
  readonly writer: Present | undefined;
  /** Moment of this machine's clock from which the writer can be taken over. */
  readonly freeAt: number | undefined;
}

export type PresenceAnswer =
  | { readonly kind: 'told'; readonly people: readonly Present[]; readonly now: number }
  | { readonly kind: 'held'; readonly by: string }
  /** The server did not answer: everything stays as it is. */
  | { readonly kind: 'silent' };

export interface PresencePorts {
  readonly session: string;
  readonly say: (word: { readonly leave?: true; readonly take?: true }) => Promise<PresenceAnswer>;
  /** The draft as the server has it now. */
  readonly read: () => Promise<ServerDraft | undefined>;
  readonly onLive: (listener: (event: LiveEvent) => void) => () => void;
  readonly now: () => number;
  /** An import replaced the draft; `seen`: it is shown now, else what is unsaved here stands against it. */
  readonly onReplaced?: (by: string, seen: boolean) => void;
}

export interface PresenceDesk {
  readonly store: StoreApi<Presence>;
  /** Writes in the place of the other page; answers who holds the draft when that is refused. */
  readonly takeOver: () => Promise<string | undefined>;
  /** Says that the page is being closed. */
  readonly leave: () => void;
  readonly stop: () => void;
}

/**
 * Says every few seconds that this page has the flow open. While another page writes, this one only looks on: the document cannot be
 * edited here, and every save of the other one is shown.
 */
export function startPresence(flowStore: FlowStore, ports: PresencePorts): PresenceDesk {
  const flowId = flowStore.getState().flow.id;
  const store = createStore<Presence>(() => ({ others: [], writer: undefined, freeAt: undefined }));
  let stopped = false;

  const hear = (answer: PresenceAnswer): void => {
    if (stopped || answer.kind !== 'told') return;
    const others = answer.people.filter(({ session }) => session !== ports.session);
    const writer = others.find(({ writes }) => writes);
    const freeAt = writer && ports.now() + (Date.parse(writer.activeAt) - answer.now) + TAKE_OVER_AFTER_MS;
    store.setState({ others: others.toSorted((a, b) => Number(b.writes) - Number(a.writes)), writer, freeAt });
    const writesHere = answer.people.some(({ session, writes }) => writes && session === ports.session);
    // While nobody writes, who looked on goes on looking until asked for.
    if (writer !== undefined || writesHere) flowStore.getState().setEditable(writer === undefined);
  };
  /** Shows the draft as it is now; false where something unsaved here stands against it. */
  const follow = async (): Promise<boolean> => {
    const { flow, savedFlow, revision } = flowStore.getState();
    if (flow !== savedFlow) return false;
    const theirs = await ports.read();
    if (theirs === undefined || stopped || theirs.revision === revision) return true;
    if (flowStore.getState().flow !== flow) return false;
    flowStore.getState().markSaved(theirs, ports.now());
    flowStore.getState().replaceFlow(theirs.flow);
    flowStore.getState().setStatus({ kind: 'saved', at: ports.now() });
    return true;
  };
  const beat = async () => hear(await ports.say({}));

  void beat();
  const timer = setInterval(() => void beat(), PRESENCE_BEAT_MS);
  const unsubscribe = ports.onLive((event) => {
    if (!('flowId' in event) || event.flowId !== flowId) return;
    if (event.type === 'presence.changed') void beat();
    if (event.type === 'draft.replaced' && event.revision > flowStore.getState().revision) {
      void follow().then((seen) => stopped || ports.onReplaced?.(event.by, seen));
    }
    if (event.type === 'flow.changed' && !flowStore.getState().editable) void follow();
  });
  return {
    store,
    takeOver: async () => {
      const answer = await ports.say({ take: true });
      if (answer.kind === 'held') return answer.by;
      if (answer.kind === 'told') {
        await follow();
        hear(answer);
      }
      return undefined;
    },
    leave: () => void ports.say({ leave: true }),
    stop: () => {
      stopped = true;
      clearInterval(timer);
      unsubscribe();
    },
  };
}
