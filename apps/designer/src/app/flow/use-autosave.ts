import { getDraft, saveDraft } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { useEffect, useState } from 'react';
import { call } from '../../api/index.ts';
import { type Autosave, type SaveAnswer, startAutosave } from '../../stores/autosave.ts';
import type { FlowStore } from '../../stores/flow-store.ts';
import { startHistoryKeeper } from '../../stores/history-keeper.ts';
import { PAGE_SESSION } from '../../stores/person.ts';
import { copies, histories } from './use-open-flow.ts';

/** Saves the flow and keeps its history while its page is open. */
export function useAutosave(store: FlowStore): Autosave | undefined {
  const [autosave, setAutosave] = useState<Autosave>();
  useEffect(() => {
    const started = startAutosave(store, { save, copies, now: Date.now });
    const history = startHistoryKeeper(store, histories);
    const onHide = () => {
      history.keep();
      started.keepCopy();
      void started.flush();
    };
    window.addEventListener('pagehide', onHide);
    setAutosave(started);
    return () => {
      window.removeEventListener('pagehide', onHide);
      onHide();
      history.stop();
      started.stop();
    };
  }, [store]);
  return autosave;
}

async function save(flow: Flow, basedOn: number): Promise<SaveAnswer> {
  const params = { flowId: flow.id };
  const answer = await call(saveDraft, { params, body: { flow, basedOn, session: PAGE_SESSION } });
  if (answer.ok) {
    return { kind: 'saved', revision: answer.value.revision, savedAt: Date.parse(answer.value.savedAt) };
  }
  const { title, detail } = answer.problem;
  switch (answer.code) {
    case 'draft-conflict': {
      const theirs = await call(getDraft, { params });
      if (!theirs.ok) return { kind: 'offline', reason: theirs.problem.title };
      const { flow: saved, revision } = theirs.value;
      return { kind: 'conflict', theirs: { flow: saved, revision } };
    }
    case 'offline':
    case 'internal':
      return { kind: 'offline', reason: title };
    case 'not-found':
    case 'draft-held':
    case 'request-invalid':
      return { kind: 'refused', reason: detail ?? title };
    default:
      return answer.code satisfies never;
  }
}
