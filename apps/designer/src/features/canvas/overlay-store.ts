import type { StepStats, StepView } from '@lockstep/schema/api';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface IssueCount {
  readonly errors: number;
  readonly warnings: number;
}

/** `live`: the message went this way; `dead`: it can no longer; `open`: not known yet. */
export type Traffic = 'live' | 'dead' | 'open';

/** What became of a step or an edge between two drawings. */
export type DiffMark = 'added' | 'removed' | 'changed';

/** The differences of two drawings as the canvas shows them, by id of a step and of an edge. */
export interface DiffMarks {
  readonly nodes: Readonly<Record<string, DiffMark>>;
  readonly edges: Readonly<Record<string, DiffMark>>;
}

/** Messages that went over an edge, and the thickness it is drawn with. */
export interface EdgeVolume {
  readonly count: number;
  readonly width: number;
}

/**
 * What lies over the drawing and changes without it: problems, a run, the pointer. In a store of its own, keyed by id,
 * so that an update draws the few cards it is about and nothing else.
 */
export interface CanvasOverlay {
  readonly issues: Readonly<Record<string, IssueCount>>;
  /** Steps of the run that is shown, by node; `undefined` when none is. */
  readonly steps: Readonly<Record<string, StepView>> | undefined;
  /** Name of the item that is shown of each scope; absent where none is. */
  readonly items?: Readonly<Record<string, string>> | undefined;
  readonly traffic: Readonly<Record<string, Traffic>>;
  /** What steps did within some time, by node, and edges with them; `undefined` but in the operate mode. */
  readonly stats?: Readonly<Record<string, StepStats>> | undefined;
  readonly volumes?: Readonly<Record<string, EdgeVolume>> | undefined;
  /** Short words on edges: what the message was that went there. */
  readonly values?: Readonly<Record<string, string>> | undefined;
  /** Steps of the draft that have a pinned sample. */
  readonly pinned?: Readonly<Record<string, unknown>> | undefined;
  /** `undefined` where no two drawings are compared. */
  readonly marks?: DiffMarks | undefined;
  /** What waits in the lanes of the flow, told at its triggers. */
  readonly laneNote: { readonly text: string; readonly isBlocked: boolean } | undefined;
  /** Edge under the pointer: it alone has its buttons drawn. */
  readonly hoveredEdge: string | undefined;
  /** Note or group whose words are being written. */
  readonly writing: string | undefined;
  /** Groups that what is dragged would join. */
  readonly joining?: readonly string[];
  /** Step under the pointer: it has the buttons of its open ports drawn. */
  readonly hoveredNode: string | undefined;
}

export type OverlayStore = StoreApi<CanvasOverlay>;

export function createOverlayStore(): OverlayStore {
  return createStore<CanvasOverlay>(() => ({
    issues: {},
    steps: undefined,
    traffic: {},
    laneNote: undefined,
    hoveredEdge: undefined,
    hoveredNode: undefined,
    writing: undefined,
  }));
}

const OverlayContext = createContext<OverlayStore | undefined>(undefined);
export const OverlayProvider = OverlayContext.Provider;

export function useOverlayApi(): OverlayStore {
  const store = useContext(OverlayContext);
  if (store === undefined) throw new Error('Cards and edges are drawn inside a canvas.');
  return store;
}

/** One value of the overlay; select by id, never a whole map. */
export function useOverlay<T>(selector: (overlay: CanvasOverlay) => T): T {
  return useStore(useOverlayApi(), selector);
}
