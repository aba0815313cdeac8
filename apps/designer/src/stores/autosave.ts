import { canonicalJson, type Flow } from '@lockstep/schema/graph';
import type { ServerDraft } from './draft-slice.ts';
import type { FlowStore } from './flow-store.ts';
import type { LocalCopies } from './local-copy.ts';

/** Quiet time after the last change before the draft is sent. */
const SAVE_AFTER_MS = 800;
/** While changes never pause, a save is sent at least this often. */
const SAVE_AT_LATEST_MS = 1_500;
const COPY_AFTER_MS = 250;
const RETRY_FIRST_MS = 1_000;
const RETRY_LONGEST_MS = 15_000;

export type SaveAnswer =
  | { readonly kind: 'saved'; readonly revision: number; readonly savedAt: number }
  | { readonly kind: 'conflict'; readonly theirs: ServerDraft }
  | { readonly kind: 'offline'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

export interface AutosavePorts {
  readonly save: (flow: Flow, basedOn: number) => Promise<SaveAnswer>;
  readonly copies: LocalCopies;
  readonly now: () => number;
}

export interface Autosave {
  /** Saves now and answers when the server has it, or does not. */
  readonly flush: () => Promise<void>;
  /** Keeps the local copy now; for `pagehide`. */
  readonly keepCopy: () => void;
  /** After a conflict: mine goes over theirs. */
  readonly keepMine: () => Promise<void>;
  /** After a conflict: theirs takes the place of mine. */
  readonly takeTheirs: () => void;
  readonly stop: () => void;
}

/**
 * Saves the draft by itself: at most 1.5 s after a change on the server, and well within a second on this machine, so a
 * reload or a crash loses nothing. One save is under way at a time; a conflict stops saving until a person decides. What stands in the way may be a
 * save of one's own, whose answer was lost or which the page before sent on its way out: then saving goes on from there.
 */
export function startAutosave(store: FlowStore, ports: AutosavePorts): Autosave {
  let saveTimer: ReturnType<typeof setTimeout> | undefined;
  let copyTimer: ReturnType<typeof setTimeout> | undefined;
  let dirtySince: number | undefined;
  let failures = 0;
  let underWay: Promise<void> | undefined;
  /** The document the server may have without this page knowing. */
  let own = store.getState().flow;

  const keepCopy = () => {
    clearTimeout(copyTimer);
    copyTimer = undefined;
    const { flow, savedFlow, revision } = store.getState();
    if (flow !== savedFlow) ports.copies.write({ flow, basedOn: revision, at: ports.now() });
  };

  const schedule = (delayMs: number) => {
    clearTimeout(saveTimer);
    saveTimer = setTimeout(() => void flush(), delayMs);
  };

  const saveOnce = async () => {
    const { flow, revision, savedFlow, status } = store.getState();
    if (flow === savedFlow || status.kind === 'conflict') return;
    store.getState().setStatus({ kind: 'saving' });
    dirtySince = undefined;
    const answer = await ports.save(flow, revision);
    const mayHave = own;
    own = flow;
    const state = store.getState();
    switch (answer.kind) {
      case 'saved':
        failures = 0;
        state.markSaved({ flow, revision: answer.revision }, answer.savedAt);
        if (store.getState().flow === flow) ports.copies.forget(flow.id);
        else schedule(SAVE_AFTER_MS);
        return;
      case 'conflict':
        if (canonicalJson(answer.theirs.flow) === canonicalJson(mayHave)) {
          state.markSaved(answer.theirs, ports.now());
          schedule(0);
        } else state.setStatus(answer);
        return;
      case 'refused':
        state.setStatus(answer);
        return;
      case 'offline':
        failures += 1;
        state.setStatus(answer);
        schedule(Math.min(RETRY_FIRST_MS * 2 ** (failures - 1), RETRY_LONGEST_MS));
        return;
      default:
        return answer satisfies never;
    }
  };

  const flush = async (): Promise<void> => {
    clearTimeout(saveTimer);
    keepCopy();
    while (underWay !== undefined) await underWay;
    underWay = saveOnce().finally(() => {
      underWay = undefined;
    });
    await underWay;
  };

  const changed = () => {
    const { status, setStatus, flow, savedFlow } = store.getState();
    copyTimer ??= setTimeout(keepCopy, COPY_AFTER_MS);
    if (status.kind === 'conflict') return;
    if (flow === savedFlow && status.kind === 'saved') return;
    if (status.kind === 'saved' || status.kind === 'refused') setStatus({ kind: 'unsaved' });
    dirtySince ??= ports.now();
    const latest = dirtySince + SAVE_AT_LATEST_MS - ports.now();
    schedule(Math.max(0, Math.min(SAVE_AFTER_MS, latest)));
  };

  const unsubscribe = store.subscribe((state, before) => {
    if (state.flow !== before.flow && state.flow !== state.savedFlow) changed();
  });
  if (store.getState().flow !== store.getState().savedFlow) changed();

  return {
    flush,
    keepCopy,
    keepMine: async () => {
      const { status, markSaved } = store.getState();
      if (status.kind !== 'conflict') return;
      markSaved(status.theirs, ports.now());
      await flush();
    },
    takeTheirs: () => {
      const { status, replaceFlow, markSaved } = store.getState();
      if (status.kind !== 'conflict') return;
      markSaved(status.theirs, ports.now());
      replaceFlow(status.theirs.flow);
      store.getState().setStatus({ kind: 'saved', at: ports.now() });
      ports.copies.forget(status.theirs.flow.id);
    },
    stop: () => {
      keepCopy();
      clearTimeout(saveTimer);
      unsubscribe();
    },
  };
}
