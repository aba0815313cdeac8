import { getRun } from '@lockstep/schema/api';
import { isEnded } from '@lockstep/schema/run';
import { useCall } from '../../api/index.ts';
import { useEditorUi } from '../../stores/editor-ui.ts';

const POLL_MS = 700;

/** The test run that lies over the canvas, fresh while it is on its way; `undefined` when none is. */
export function useTestRun() {
  const runId = useEditorUi((ui) => ui.testRunId);
  const ended = useCall(getRun, { params: { runId: runId ?? '' } }, { enabled: false }).data?.status;
  const isOver = ended !== undefined && isEnded(ended);
  const run = useCall(
    getRun,
    { params: { runId: runId ?? '' } },
    { enabled: runId !== undefined, refetchInterval: isOver ? false : POLL_MS },
  );
  return runId === undefined ? undefined : { runId, run: run.data };
}
