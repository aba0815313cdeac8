import { type FlowDraft, getDraft } from '@lockstep/schema/api';
import { canonicalJson, type Flow } from '@lockstep/schema/graph';
import { useCallback, useEffect, useState } from 'react';
import { call } from '../../api/index.ts';
import { loadStepTypes } from '../../steps/catalogue.ts';
import { createFlowStore, type FlowStore } from '../../stores/flow-store.ts';
import { browserHistories } from '../../stores/history-copy.ts';
import { restoreHistory } from '../../stores/history-keeper.ts';
import { indexedDbStore } from '../../stores/large-store.ts';
import { browserCopies, type LocalCopy } from '../../stores/local-copy.ts';
import { toast } from '../../ui/index.ts';

export const copies = browserCopies(localStorage);
export const histories = browserHistories(localStorage, indexedDbStore());

export type Opening =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly title: string; readonly detail: string | undefined; readonly offline: boolean }
  | { readonly kind: 'open'; readonly store: FlowStore };

/** Opens the draft of a flow, with what this browser still had to save put on top of it, and what can be undone. */
export function useOpenFlow(flowId: string): { readonly opening: Opening; readonly again: () => void } {
  const [opening, setOpening] = useState<Opening>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` opens again
  useEffect(() => {
    const stop = new AbortController();
    const open = async () => {
      const answer = await call(getDraft, { params: { flowId } }, stop.signal);
      if (answer.ok) {
        const store = storeFor(answer.value, copies.read(flowId));
        await Promise.all([restoreHistory(store, histories), loadStepTypes(store.getState().flow.nodes)]);
        if (!stop.signal.aborted) setOpening({ kind: 'open', store });
      } else {
        const { title, detail } = answer.problem;
        const isMissing = answer.code === 'not-found';
        setOpening({
          kind: 'failed',
          title: isMissing ? 'There is no such flow' : title,
          detail: isMissing ? `No flow has the id “${flowId}”. It may have been deleted.` : detail,
          offline: answer.code === 'offline',
        });
      }
    };
    open().catch((cause: unknown) => {
      if (!stop.signal.aborted) throw cause;
    });
    return () => stop.abort();
  }, [flowId, round]);
  const again = useCallback(() => {
    setOpening({ kind: 'loading' });
    setRound((count) => count + 1);
  }, []);
  return { opening, again };
}

/** The store to begin with: the server's draft, or newer work of this browser; both when they went apart. */
export function storeFor(draft: FlowDraft, copy: LocalCopy | undefined): FlowStore {
  const { flow, revision, savedAt, published } = draft;
  const opened = { saved: { flow, revision }, savedAt: Date.parse(savedAt), published };
  if (copy === undefined || isSame(copy.flow, flow)) return createFlowStore({ flow, opened });
  if (copy.basedOn === revision) {
    toast({ title: 'Unsaved changes are back', detail: 'This browser had changes the server did not have yet.' });
    return createFlowStore({ flow: copy.flow, opened });
  }
  const store = createFlowStore({ flow: copy.flow, opened });
  store.getState().setStatus({ kind: 'conflict', theirs: { flow, revision } });
  return store;
}

function isSame(a: Flow, b: Flow): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
