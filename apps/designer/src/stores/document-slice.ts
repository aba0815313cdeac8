import type { Flow, FlowEdit } from '@lockstep/schema/graph';
import type { StateCreator } from 'zustand/vanilla';
import { describeEdit } from './describe-edit.ts';
import type { FlowState } from './flow-store.ts';
import { type Edited, EMPTY_HISTORY, type History, jumpTo, perform, redoNext, undoLast } from './history.ts';

export interface EditOptions {
  /** What undo says; described from the edit when absent. */
  readonly label?: string;
  /** Gestures with one key that follow each other closely become one undo step. */
  readonly merge?: string;
}

/** The drawing and what was done to it. Every gesture goes through `edit`. */
export interface DocumentSlice {
  readonly flow: Flow;
  readonly history: History;
  /** False for a version, or a draft that another page writes, that is only looked at: `edit`, `undo` and `redo` then do nothing. */
  readonly editable: boolean;
  readonly setEditable: (editable: boolean) => void;
  readonly edit: (edit: FlowEdit, options?: EditOptions) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Goes to where so many gestures of the history are done. */
  readonly jump: (position: number) => void;
  /** Another document takes the place of this one (theirs after a conflict); the history begins anew. */
  readonly replaceFlow: (flow: Flow) => void;
  /** What was done to this very document before the page was left; kept only while nothing was done since. */
  readonly restoreHistory: (history: History) => void;
}

export function createDocumentSlice(
  flow: Flow,
  options: { readonly editable: boolean; readonly now: () => number },
): StateCreator<FlowState, [], [], DocumentSlice> {
  return (set, get) => {
    const accept = (edited: Edited) => {
      if (edited.flow === get().flow) return;
      set({ ...edited, selection: get().selection });
      get().pruneSelection();
    };
    return {
      flow,
      history: EMPTY_HISTORY,
      editable: options.editable,
      setEditable: (editable) => {
        if (get().editable !== editable) set({ editable });
      },
      edit: (edit, { label, merge } = {}) => {
        const state = get();
        if (!state.editable) return;
        const gesture = { edit, merge, label: label ?? describeEdit(state.flow, edit), at: options.now() };
        accept(perform(state.flow, state.history, gesture));
      },
      undo: () => {
        const state = get();
        if (state.editable) accept(undoLast(state.flow, state.history));
      },
      redo: () => {
        const state = get();
        if (state.editable) accept(redoNext(state.flow, state.history));
      },
      jump: (position) => {
        const state = get();
        if (state.editable) accept(jumpTo(state.flow, state.history, position));
      },
      restoreHistory: (history) => {
        if (get().history === EMPTY_HISTORY) set({ history });
      },
      replaceFlow: (next) => {
        set({ flow: next, history: EMPTY_HISTORY });
        get().pruneSelection();
      },
    };
  };
}
