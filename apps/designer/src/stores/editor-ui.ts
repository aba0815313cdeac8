import type { StepView } from '@lockstep/schema/api';
import type { FlowEdge, Position } from '@lockstep/schema/graph';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

export type LeftTab = 'steps' | 'outline';
/** Beside or below the canvas; in the address, so a link opens it. */
export type EditorPanel = 'problems' | 'versions' | 'lanes' | 'review' | 'history' | 'bindings';
/** What the canvas of a flow shows: the draft to draw on, one run, or what happened in the last hours. */
export type FlowMode = 'design' | 'run' | 'operate';
/** What the operate mode looks at. */
export interface OperateScope {
  readonly hours: number;
  /** One published version; all of them when absent. */
  readonly version: number | undefined;
  /** A version its numbers are compared with. */
  readonly versus: number | undefined;
}
export type EditorDialog = 'shortcuts' | 'publish' | 'test' | 'extract' | 'connect' | 'operations';

/** To the input, the output or the last try of a step, pinning its data, running to here. */
export type StepKey = 'i' | 'o' | 'l' | 'p' | 'to-here';

/** An operation of an interface, as far as one must know it to choose. */
export interface OfferedOperation {
  readonly method: string;
  readonly path: string;
  readonly name: string;
  readonly tags: readonly string[];
}

/** Where the step chosen in the quick-add goes; the page decides when nothing is said. */
export type QuickAddTarget =
  | { readonly kind: 'place'; readonly at: Position; readonly exact?: boolean }
  | { readonly kind: 'port'; readonly from: string; readonly port: string; readonly at?: Position }
  | { readonly kind: 'edge'; readonly edge: FlowEdge }
  /** In the place of a step, which keeps its id and what is joined to it. */
  | { readonly kind: 'replace'; readonly node: string };

export interface EditorUi {
  /** The first cards are on the screen: what stands around them may load now. */
  readonly drawn: boolean;
  readonly mode: FlowMode;
  /** The first steps are shown beside the drawing. */
  readonly tour: boolean;
  readonly operate: OperateScope;
  /** Run that the run mode shows; the newest when absent. */
  readonly runId: string | undefined;
  readonly leftOpen: boolean;
  readonly leftTab: LeftTab;
  readonly inspectorOpen: boolean;
  readonly panel: EditorPanel | undefined;
  readonly dialog: EditorDialog | undefined;
  /** What the dialog `operations` offers; it answers the indexes of those that are chosen, none when it is closed. */
  readonly operations:
    | {
        readonly title: string | undefined;
        readonly operations: readonly OfferedOperation[];
        readonly choose: (chosen: readonly number[]) => void;
      }
    | undefined;
  /** `at`: place of the screen. */
  readonly quickAdd: { readonly at: Position; readonly target: QuickAddTarget } | undefined;
  readonly miniMap: boolean;
  /** The bar that finds and replaces is open; a new number takes the focus there again. */
  readonly finding: number | undefined;
  /** A layout that takes long enough to be told. */
  readonly tidying: { readonly cancel: () => void } | undefined;
  /** Where steps lay before a layout moved them: they are shown on their way. `seq` tells one movement from the next. */
  readonly glide: { readonly from: Readonly<Record<string, Position>>; readonly seq: number } | undefined;
  /** A place the inspector should go to: a problem was clicked. `seq` makes the same place twice two requests. */
  readonly focus: { readonly node: string; readonly field: string | undefined; readonly seq: number } | undefined;
  /** Step whose name field should take the focus: F2. The field clears it. */
  readonly renaming: string | undefined;
  /** Published version that is looked at instead of the draft. */
  readonly viewing: number | undefined;
  /** Step whose map is open instead of the canvas. */
  readonly mapping: string | undefined;
  /** Step whose input, settings and output are open instead of the canvas. */
  readonly stepView: string | undefined;
  /** A key of the step view that was pressed before it was open: it is done there, once there is data. */
  readonly stepKey: StepKey | undefined;
  /** Test run whose steps lie over the canvas. */
  readonly testRunId: string | undefined;
  /** Its steps by node, as far as they are known. */
  readonly testSteps: Readonly<Record<string, StepView>> | undefined;
  /** The person put off deciding between two drafts. */
  readonly conflictLater: boolean;
}

const DAY: OperateScope = { hours: 24, version: undefined, versus: undefined };

export type EditorUiStore = StoreApi<EditorUi>;

export function createEditorUi(initial: Partial<EditorUi> = {}): EditorUiStore {
  return createStore<EditorUi>(() => ({
    drawn: false,
    mode: 'design',
    tour: false,
    operate: DAY,
    runId: undefined,
    leftOpen: true,
    leftTab: 'steps',
    inspectorOpen: true,
    panel: undefined,
    dialog: undefined,
    operations: undefined,
    quickAdd: undefined,
    miniMap: true,
    finding: undefined,
    tidying: undefined,
    glide: undefined,
    focus: undefined,
    renaming: undefined,
    viewing: undefined,
    mapping: undefined,
    stepView: undefined,
    stepKey: undefined,
    testRunId: undefined,
    testSteps: undefined,
    conflictLater: false,
    ...initial,
  }));
}

const EditorUiContext = createContext<EditorUiStore | undefined>(undefined);
export const EditorUiProvider = EditorUiContext.Provider;

export function useEditorUiApi(): EditorUiStore {
  const store = useContext(EditorUiContext);
  if (store === undefined) throw new Error('This belongs inside an open flow.');
  return store;
}

export function useEditorUi<T>(selector: (ui: EditorUi) => T): T {
  return useStore(useEditorUiApi(), selector);
}

/** Goes to a step and, when named, to one of its fields. */
export function focusField(ui: EditorUiStore, node: string, field: string | undefined): void {
  const seq = (ui.getState().focus?.seq ?? 0) + 1;
  ui.setState({ inspectorOpen: true, focus: { node, field, seq } });
}
