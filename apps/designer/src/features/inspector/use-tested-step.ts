import { getStepData } from '@lockstep/schema/api';
import type { FlowNode, Issue } from '@lockstep/schema/graph';
import { useMemo } from 'react';
import { useCall } from '../../api/index.ts';
import { useEditorUi } from '../../stores/editor-ui.ts';
import { failureIssue } from './failure-issue.ts';

/** How a step did in the test run that lies over the canvas: its state, its data, and its failure as a problem. */
export function useTestedStep(node: FlowNode) {
  const runId = useEditorUi((ui) => ui.testRunId);
  const step = useEditorUi((ui) => ui.testSteps?.[node.id]);
  const isKnown = runId !== undefined && step !== undefined && step.status !== 'pending' && step.status !== 'skipped';
  const params = { runId: runId ?? '', node: node.id };
  const data = useCall(getStepData, { params }, { enabled: isKnown, staleTime: 0 });
  const issue = useMemo((): Issue | undefined => step && failureIssue(node, step), [node, step]);
  return { runId, step: isKnown ? step : undefined, data: isKnown ? data.data : undefined, issue };
}
