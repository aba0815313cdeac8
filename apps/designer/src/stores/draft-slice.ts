import type { Flow } from '@lockstep/schema/graph';
import type { StateCreator } from 'zustand/vanilla';
import type { FlowState } from './flow-store.ts';

/** The draft as the server keeps it, with the revision it was read or saved at. */
export interface ServerDraft {
  readonly flow: Flow;
  readonly revision: number;
}

export type SaveStatus =
  | { readonly kind: 'saved'; readonly at: number }
  /** Changed here; the save begins by itself in a moment. */
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  /** The server did not answer; kept on this machine and tried again. */
  | { readonly kind: 'offline'; readonly reason: string }
  /** Somebody saved in between; a person decides. */
  | { readonly kind: 'conflict'; readonly theirs: ServerDraft }
  | { readonly kind: 'refused'; readonly reason: string };

export interface PublishedRef {
  readonly version: number;
  readonly hash: string;
  readonly publishedAt: string;
}

export interface DraftSlice {
  readonly status: SaveStatus;
  /** Revision the next save is based on. */
  readonly revision: number;
  /** Document the server has at `revision`. */
  readonly savedFlow: Flow;
  readonly published: PublishedRef | undefined;
  readonly setStatus: (status: SaveStatus) => void;
  readonly markSaved: (saved: ServerDraft, at: number) => void;
  readonly markPublished: (published: PublishedRef) => void;
}

export interface OpenedDraft {
  readonly saved: ServerDraft;
  readonly savedAt: number;
  readonly published: PublishedRef | undefined;
}

export function createDraftSlice(opened: OpenedDraft): StateCreator<FlowState, [], [], DraftSlice> {
  return (set, get) => ({
    status: { kind: 'saved', at: opened.savedAt },
    revision: opened.saved.revision,
    savedFlow: opened.saved.flow,
    published: opened.published,
    setStatus: (status) => set({ status }),
    markSaved: (saved, at) =>
      set({
        revision: saved.revision,
        savedFlow: saved.flow,
        status: get().flow === saved.flow ? { kind: 'saved', at } : { kind: 'unsaved' },
      }),
    markPublished: (published) => set({ published }),
  });
}
