import { checkFlow } from '@lockstep/schema/api';
import type { Flow, Issue } from '@lockstep/schema/graph';
import { useEffect } from 'react';
import { call } from '../../api/index.ts';
import { catalogue, loadStepTypes } from '../../steps/catalogue.ts';
import { startChecks } from '../../stores/checks.ts';
import { useEditorUi } from '../../stores/editor-ui.ts';
import type { FlowStore } from '../../stores/flow-store.ts';

/** Keeps the problems of the flow up to date while its page is open; from the moment it is drawn. */
export function useChecks(store: FlowStore): void {
  const drawn = useEditorUi((state) => state.drawn);
  useEffect(() => {
    if (!drawn) return;
    const checks = startChecks(store, { validate, check });
    return checks.stop;
  }, [store, drawn]);
}

/** The code of the checks comes after the drawing. */
async function validate(flow: Flow): Promise<readonly Issue[]> {
  const [{ validateFlow }] = await Promise.all([import('../../stores/validate.ts'), loadStepTypes(flow.nodes)]);
  return validateFlow(flow, catalogue);
}

async function check(flow: Flow) {
  const answer = await call(checkFlow, { params: { flowId: flow.id }, body: { flow } });
  return answer.ok ? answer.value.issues : undefined;
}
