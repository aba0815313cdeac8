import type { EditorActions } from '../features/canvas/editor-actions.ts';
import type { EditorUiStore } from '../stores/editor-ui.ts';
import type { FlowStore } from '../stores/flow-store.ts';

/** The flow somebody draws on, as the command palette gets to it from outside. */
export interface OpenFlow {
  readonly store: FlowStore;
  readonly ui: EditorUiStore;
  readonly actions: EditorActions;
}

/** None where no flow is open. */
export const openFlow: { current: OpenFlow | undefined } = { current: undefined };
