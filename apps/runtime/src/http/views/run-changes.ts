import type { RunChanges, StepView } from '@lockstep/schema/api';
import { fold } from '../../engine/index.ts';
import type { RunRow } from '../../store/runs-view.ts';
import type { Doors } from '../ports.ts';
import { stepHistories } from './history.ts';
import { readStamp, type Stamp } from './run-stamp.ts';
import { stepView, type ToldRun, tellRun, viewOf } from './run-view.ts';

/**
 * A run as `runView` tells it, without the steps that looked the same at an earlier stamp, and without the flow if it was the same.
 * Both views are told by the same rules and compared, so that nothing depends on which events change what.
 */
export async function runChanges(row: RunRow, since: string, doors: Pick<Doors, 'db' | 'flows'>): Promise<RunChanges> {
  const told = await tellRun(row, doors);
  const then = readStamp(since);
  const view = await viewOf(row, told, doors);
  if (then?.snapshotId !== row.snapshotId || then.seq > row.lastSeq) return view;
  const { flow: _, ...changes } = view;
  const before = told.hasScopes ? undefined : beforeOf(row, told, then);
  if (!before) return changes;
  const looked = new Map(before.map((step) => [step.node, JSON.stringify(step)]));
  return { ...changes, steps: view.steps.filter((step) => looked.get(step.node) !== JSON.stringify(step)) };
}

/** The steps of a run as they stood at a stamp. */
function beforeOf(row: RunRow, told: ToldRun, { seq, status }: Stamp): readonly StepView[] {
  const events = told.events.slice(0, seq);
  const { state } = fold(told.plan, events);
  const then = { ...told, events, state, histories: stepHistories(events) };
  return told.flow.nodes.map((node) => stepView(node, then, { ...row, status }));
}
