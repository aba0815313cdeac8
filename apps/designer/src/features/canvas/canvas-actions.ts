import type { Position } from '@lockstep/schema/graph';
import { createContext, useContext } from 'react';

/** What cards and edges can ask of the editor; on a canvas that is only looked at nothing happens. */
export interface CanvasActions {
  /** Opens the quick-add at a place of the screen; the new step goes into the edge. */
  readonly insertInto: (edge: string, at: Position) => void;
  readonly removeEdge: (edge: string) => void;
  readonly hoverEdge: (edge: string | undefined) => void;
  /** Opens the quick-add at a place of the screen; the new step follows a port. */
  readonly addBehind: (step: string, port: string, at: Position) => void;
  /** Selects a step. */
  readonly pick: (step: string) => void;
  /** Opens the quick-add at a place of the screen; the new step is the first in the body of a scope. */
  readonly addInside: (scope: string, at: Position) => void;
  /** Folds the body of a scope away, or out. */
  readonly toggleFold: (scope: string) => void;
  /** Selects all steps of a group, which is the group itself. */
  readonly pickGroup: (group: string) => void;
  readonly toggleGroup: (group: string) => void;
  readonly renameGroup: (group: string, name: string) => void;
  /** Begins to write a note or the name of a group; `undefined` ends it. */
  readonly write: (id: string | undefined) => void;
  readonly changeNote: (note: string, text: string) => void;
  readonly resizeNote: (note: string, box: Position & { readonly width: number; readonly height: number }) => void;
}

const nothing = () => {};
export const NO_ACTIONS: CanvasActions = {
  insertInto: nothing,
  removeEdge: nothing,
  hoverEdge: nothing,
  addBehind: nothing,
  pick: nothing,
  addInside: nothing,
  toggleFold: nothing,
  pickGroup: nothing,
  toggleGroup: nothing,
  renameGroup: nothing,
  write: nothing,
  changeNote: nothing,
  resizeNote: nothing,
};

const ActionsContext = createContext<CanvasActions>(NO_ACTIONS);
export const CanvasActionsProvider = ActionsContext.Provider;

export function useCanvasActions(): CanvasActions {
  return useContext(ActionsContext);
}
