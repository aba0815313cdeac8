import clsx from 'clsx';
import { ListOrdered, OctagonX, Pin } from 'lucide-react';
import type { ReactNode } from 'react';
import { TONE_SOFT } from '../../ui/index.ts';
import { type DiffMark, useOverlay } from './overlay-store.ts';

interface Sized {
  /** The card has room for its title only: words on its border are set as large as that. */
  readonly large: boolean;
}

const PLACE = {
  'top-left': { at: '-top-2.5 left-2.5', large: 'origin-bottom-left -translate-y-1.5 scale-160 max-w-[58%]' },
  'top-right': { at: '-top-2.5 right-2.5', large: 'origin-bottom-right -translate-y-1.5 scale-160' },
  'bottom-left': { at: '-bottom-2.5 left-2.5', large: 'origin-top-left translate-y-1.5 scale-160' },
} as const;

interface TagProps extends Sized {
  readonly at: keyof typeof PLACE;
  readonly tone: string;
  readonly title?: string;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** Words on the border of a card. */
function Tag({ at, tone, title, large, testId, children }: TagProps) {
  return (
    <span
      data-testid={testId}
      title={title}
      className={clsx(
        'absolute flex h-5 items-center gap-1 rounded-md border border-surface px-1.5 font-semibold text-2xs',
        PLACE[at].at,
        large ? PLACE[at].large : 'max-w-[calc(100%-20px)]',
        tone,
      )}
    >
      {children}
    </span>
  );
}

/** The step has a pinned sample: it is tried with it, and only tried. */
export function PinnedTag({ large }: Sized) {
  const title = 'Pinned sample: used when the step is tried, never in production';
  return (
    <Tag at="bottom-left" tone={TONE_SOFT.undone} title={title} large={large}>
      <Pin size={11} aria-hidden="true" />
      pinned sample
    </Tag>
  );
}

const TAG_LOOK = { added: TONE_SOFT.ok, changed: TONE_SOFT.waiting, removed: TONE_SOFT.failed } as const;
const TAG_SIGN = { added: '+ added', changed: '~ changed', removed: '− removed' } as const;

/** What became of a step between two drawings: in words, beside the colour. */
export function DiffTag({ mark, large }: Sized & { readonly mark: DiffMark }) {
  return (
    <Tag at="top-right" tone={TAG_LOOK[mark]} large={large}>
      {TAG_SIGN[mark]}
    </Tag>
  );
}

/** What waits in the lanes of the flow: drawn above its triggers, where messages come in. */
export function LaneMark({ large }: Sized) {
  const note = useOverlay((overlay) => overlay.laneNote);
  if (note === undefined) return null;
  const Icon = note.isBlocked ? OctagonX : ListOrdered;
  const tone = note.isBlocked ? TONE_SOFT.failed : TONE_SOFT.waiting;
  return (
    <Tag at="top-left" tone={tone} title={note.text} large={large} testId="lane-mark">
      <Icon size={11} aria-hidden="true" className="shrink-0" />
      <span className="truncate">{note.text}</span>
    </Tag>
  );
}
