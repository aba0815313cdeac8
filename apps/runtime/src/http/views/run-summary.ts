import type { RunSummary } from '@lockstep/schema/api';
import type { RunRow } from '../../store/runs-view.ts';
import type { Doors } from '../ports.ts';
import { nodeName } from './node-name.ts';

/** A run as the list shows it. */
export async function runSummary(row: RunRow, doors: Pick<Doors, 'flows'>): Promise<RunSummary> {
  const { id, flowId, flowName, version, test, status, businessKey, acceptedAt, endedAt, failedNode, failureMessage } =
    row;
  return {
    runId: id,
    flowId,
    flowName,
    ...(version !== null && { version }),
    test,
    status,
    ...(businessKey !== null && { businessKey }),
    ...timesOf(row),
    startedAt: acceptedAt.toISOString(),
    ...(endedAt && {
      endedAt: endedAt.toISOString(),
      durationMs: Math.max(0, endedAt.getTime() - acceptedAt.getTime()),
    }),
    ...(status === 'exception' &&
      failedNode !== null && {
        failure: {
          node: failedNode,
          nodeName: await nodeName(doors, row.snapshotId, failedNode),
          message: failureMessage ?? '',
        },
      }),
  };
}

/** What its message says of time, and when it came. A row that does not say, as only tools write it, must not take the list with it. */
function timesOf({ trigger }: RunRow): Pick<RunSummary, 'sourceAt' | 'sourceNote' | 'receivedAt'> {
  const { source, receivedAt }: Partial<RunRow['trigger']> = trigger;
  return {
    ...(source?.at !== undefined && { sourceAt: new Date(source.at).toISOString() }),
    ...(source?.note !== undefined && { sourceNote: source.note }),
    ...(receivedAt !== undefined && { receivedAt: new Date(receivedAt).toISOString() }),
  };
}
