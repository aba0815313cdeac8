import clsx from 'clsx';
import { ListOrdered, OctagonX, Pin } from 'lucide-react';
import { TONE_SOFT } from '../../ui/index.ts';
import { type DiffMark, useOverlay } from './overlay-store.ts';

/** The step has a pinned sample: it is tried with it, and only tried. */
export function PinnedTag() {
  return (
    <span
      title="Pinned sample: used when the step is tried, never in production"
      className={clsx(
        'absolute -bottom-2.5 left-2.5 flex h-5 items-center gap-1 rounded-md border border-surface px-1.5 font-semibold text-2xs',
        TONE_SOFT.undone,
      )}
    >
      <Pin size={11} aria-hidden="true" />
      pinned sample
    </span>
  );
}

const TAG_LOOK = { added: TONE_SOFT.ok, changed: TONE_SOFT.waiting, removed: TONE_SOFT.failed } as const;
const TAG_SIGN = { added: '+ added', changed: '~ changed', removed: '− removed' } as const;

/** What became of a step between two drawings: in words, beside the colour. */
export function DiffTag({ mark }: { readonly mark: DiffMark }) {
  return (
    <span
      className={clsx(
        'absolute -top-2.5 right-2.5 flex h-5 items-center rounded-md border border-surface px-1.5 font-semibold text-2xs',
        TAG_LOOK[mark],
      )}
    >
      {TAG_SIGN[mark]}
    </span>
  );
}

/** What waits in the lanes of the flow: drawn above its triggers, where messages come in. */
export function LaneMark() {
  const note = useOverlay((overlay) => overlay.laneNote);
  if (note === undefined) return null;
  const Icon = note.isBlocked ? OctagonX : ListOrdered;
  return (
    <span
      data-testid="lane-mark"
      title={note.text}
      className={clsx(
        'absolute -top-2.5 left-2.5 flex h-5 max-w-[calc(100%-20px)] items-center gap-1 rounded-md border border-surface px-1.5 font-semibold text-2xs',
        note.isBlocked ? TONE_SOFT.failed : TONE_SOFT.waiting,
      )}
    >
      <Icon size={11} aria-hidden="true" className="shrink-0" />
      <span className="truncate">{note.text}</span>
    </span>
  );
}
