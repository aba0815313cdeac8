import type { Flow } from '@lockstep/schema/graph';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDocumentSlice, type DocumentSlice } from './document-slice.ts';
import { createDraftSlice, type DraftSlice, type OpenedDraft } from './draft-slice.ts';
import { createIssuesSlice, type IssuesSlice } from './issues-slice.ts';
import { createSelectionSlice, type SelectionSlice } from './selection-slice.ts';

export type FlowState = DocumentSlice & SelectionSlice & DraftSlice & IssuesSlice;
export type FlowStore = StoreApi<FlowState>;

export interface FlowStoreOptions {
  /** Document to begin with; the server's draft, unless this machine has something newer. */
  readonly flow: Flow;
  readonly opened: OpenedDraft;
  readonly editable?: boolean;
  readonly now?: () => number;
}

/** The store of one open flow. */
export function createFlowStore({ flow, opened, editable = true, now = Date.now }: FlowStoreOptions): FlowStore {
  return createStore<FlowState>()((...api) => ({
    ...createDocumentSlice(flow, { editable, now })(...api),
    ...createSelectionSlice(...api),
    ...createDraftSlice(opened)(...api),
    ...createIssuesSlice(...api),
  }));
}
