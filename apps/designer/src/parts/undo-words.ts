import type { StepView, UndoView } from '@lockstep/schema/api';
import { type Flow, UNDO_PORT } from '@lockstep/schema/graph';
import type { StatusTone } from '../ui/index.ts';

/** What became of the effect of a step, as it stands beside the step. */
export const UNDO_LOOK: Readonly<Record<UndoView['status'], { readonly label: string; readonly tone: StatusTone }>> = {
  undone: { label: 'Taken back', tone: 'undone' },
  undoing: { label: 'Being taken back', tone: 'running' },
  left: { label: 'Left as it is', tone: 'failed' },
  uncertain: { label: 'May have happened', tone: 'waiting' },
};

/** One step whose effect a run took back, or could not. */
export interface UndoneStep {
  readonly node: string;
  readonly name: string;
  /** The step that takes it back. */
  readonly by: string;
  readonly byName: string;
}

export type UndoneSteps = Readonly<Record<UndoView['status'], readonly UndoneStep[]>>;

/**
 * What became of the effects of a run that winds down, each kind in the order it was taken back: the latest effect first.
 * `undefined` for a run that took nothing back.
 */
export function undoneSteps(steps: readonly StepView[]): UndoneSteps | undefined {
  const byNode = new Map(steps.map((step) => [step.node, step]));
  const found: Record<UndoView['status'], UndoneStep[]> = { undone: [], undoing: [], left: [], uncertain: [] };
  const concerned = steps.filter(({ undo }) => undo !== undefined);
  if (concerned.length === 0) return undefined;
  const latestFirst = concerned.toSorted((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? ''));
  for (const { node, name, undo } of latestFirst) {
    if (undo === undefined) continue;
    found[undo.status].push({ node, name, by: undo.node, byName: byNode.get(undo.node)?.name ?? undo.node });
  }
  return found;
}

/** The step that `node` takes back; `undefined` for a step that undoes nothing. */
export function undoneBy(flow: Flow, node: string): string | undefined {
  return flow.edges.find(({ port, to }) => port === UNDO_PORT && to === node)?.from;
}
