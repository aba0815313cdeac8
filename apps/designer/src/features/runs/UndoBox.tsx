import type { RunView, StepView } from '@lockstep/schema/api';
import { Undo2 } from 'lucide-react';
import { UNDO_LOOK, undoneBy } from '../../parts/undo-words.ts';
import { Badge } from '../../ui/index.ts';

/** What became of the effect of a step, or what a step takes back. Nothing for steps that have to do with neither. */
export function UndoBox({ run, step }: { readonly run: RunView; readonly step: StepView }) {
  const nameOf = (node: string) => run.flow.nodes.find(({ id }) => id === node)?.name ?? node;
  const undoes = undoneBy(run.flow, step.node);
  if (undoes !== undefined) {
    const isNeeded = step.status !== 'skipped' && step.status !== 'pending';
    return (
      <p className="text-muted text-sm">
        Takes back “{nameOf(undoes)}” when the run fails or is cancelled after it.
        {!isNeeded && ' Nothing had to be taken back so far.'}
      </p>
    );
  }
  const { undo } = step;
  if (undo === undefined) return null;
  const { label, tone } = UNDO_LOOK[undo.status];
  return (
    <section aria-label="Undo" className="flex flex-wrap items-center gap-2 rounded-lg border bg-surface p-3 text-sm">
      <Badge tone={tone} icon={<Undo2 size={11} aria-hidden="true" />}>
        {label}
      </Badge>
      <span>{sentence(undo.status, nameOf(undo.node))}</span>
    </section>
  );
}

function sentence(status: NonNullable<StepView['undo']>['status'], by: string): string {
  switch (status) {
    case 'undone':
      return `“${by}” took back what this step did.`;
    case 'undoing':
      return `“${by}” takes back what this step did.`;
    case 'left':
      return `What this step did stands: “${by}” failed, or was kept back because a later step could not be undone.`;
    case 'uncertain':
      return `Nobody knows whether this step had its effect, so “${by}” was not begun. Look in the other system.`;
    default:
      return status satisfies never;
  }
}
