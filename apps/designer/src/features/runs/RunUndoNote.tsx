import type { RunView, UndoView } from '@lockstep/schema/api';
import { Undo2 } from 'lucide-react';
import { UNDO_LOOK, type UndoneStep, undoneSteps } from '../../parts/undo-words.ts';
import { Badge } from '../../ui/index.ts';

const ORDER: readonly UndoView['status'][] = ['left', 'uncertain', 'undoing', 'undone'];
const MEANING: Readonly<Record<UndoView['status'], string>> = {
  left: 'It stands: its undo step failed, or comes after one that did.',
  uncertain: 'Nobody knows whether it happened, so nothing was taken back. Look in the other system.',
  undoing: 'Its undo step is under way.',
  undone: 'In this order, the latest first.',
};

/** Between an effect and the step that takes it back. */
const BY: Readonly<Record<UndoView['status'], string>> = {
  undone: 'by',
  undoing: 'by',
  left: 'not taken back by',
  uncertain: 'which would be taken back by',
};

/** Below the header of a run that failed or was cancelled: what it took back, and what a person must look at. */
export function RunUndoNote({ run, onSelect }: { readonly run: RunView; readonly onSelect: (node: string) => void }) {
  const found = undoneSteps(run.steps);
  if (found === undefined) return null;
  return (
    <section aria-label="What was taken back" className="px-6 pb-3">
      <dl className="flex flex-col gap-1.5 rounded-lg border bg-surface px-3 py-2 text-sm">
        {ORDER.filter((status) => found[status].length > 0).map((status) => (
          <div key={status} className="flex flex-wrap items-center gap-x-2 gap-y-1" data-testid={`run-undo:${status}`}>
            <dt>
              <Badge tone={UNDO_LOOK[status].tone} icon={<Undo2 size={11} aria-hidden="true" />}>
                {UNDO_LOOK[status].label}
              </Badge>
            </dt>
            <dd className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1">
              <Names steps={found[status]} by={BY[status]} onSelect={onSelect} />
              <span className="text-muted text-xs">
                {found[status].length === 1 && status === 'undone' ? '' : MEANING[status]}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Names({
  steps,
  by: word,
  onSelect,
}: {
  readonly steps: readonly UndoneStep[];
  readonly by: string;
  readonly onSelect: (node: string) => void;
}) {
  return (
    <ol className="flex min-w-0 flex-wrap items-center gap-x-1.5">
      {steps.map(({ node, name, by, byName }, index) => (
        <li key={node} className="min-w-0">
          <StepLink node={node} name={name} onSelect={onSelect} />
          <span className="text-muted"> {word} </span>
          <StepLink node={by} name={byName} onSelect={onSelect} />
          {index < steps.length - 1 && <span className="text-muted">, then</span>}
        </li>
      ))}
    </ol>
  );
}

function StepLink(props: { readonly node: string; readonly name: string; readonly onSelect: (node: string) => void }) {
  const { node, name, onSelect } = props;
  return (
    <button
      type="button"
      className="rounded font-medium underline-offset-2 hover:underline"
      onClick={() => onSelect(node)}
    >
      {name}
    </button>
  );
}
