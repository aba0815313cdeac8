import { checkFlow, getDraft, saveDraft } from '@lockstep/schema/api';
import type { Flow, Issue } from '@lockstep/schema/graph';
import { useEffect, useState } from 'react';
import { call } from '../../api/index.ts';
import { catalogue, loadStepTypes } from '../../steps/catalogue.ts';
import { type Autosave, type SaveAnswer, startAutosave } from '../../stores/autosave.ts';
import { startChecks } from '../../stores/checks.ts';
import type { FlowStore } from '../../stores/flow-store.ts';
import { startHistoryKeeper } from '../../stores/history-keeper.ts';
import { PAGE_SESSION } from '../../stores/person.ts';
import { copies, histories } from './use-open-flow.ts';

/** Saves and checks the flow, and keeps its history, while its page is open. */
export function useAutosave(store: FlowStore): Autosave | undefined {
  const [autosave, setAutosave] = useState<Autosave>();
  useEffect(() => {
    const started = startAutosave(store, { save, copies, now: Date.now });
    const checks = startChecks(store, { validate, check });
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
      checks.stop();
      onHide();
      history.stop();
      started.stop();
    };
  }, [store]);
  return autosave;
}

/** The code of the checks comes after the drawing. */
async function validate(flow: Flow): Promise<readonly Issue[]> {
  const [{ validateFlow }] = await Promise.all([import('../../stores/validate.ts'), loadStepTypes(flow.nodes)]);
  return validateFlow(flow, catalogue);
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

async function check(flow: Flow) {
  const answer = await call(checkFlow, { params: { flowId: flow.id }, body: { flow } });
  return answer.ok ? answer.value.issues : undefined;
}
