import type { StepStats, StepView, UndoView } from '@lockstep/schema/api';
import clsx from 'clsx';
import { UNDO_LOOK } from '../../parts/undo-words.ts';
import { STATUS, TONE_FILL } from '../../ui/index.ts';
import type { DiffMark } from './overlay-store.ts';

const RING = {
  ok: 'border-ok',
  running: 'border-running',
  waiting: 'border-waiting',
  failed: 'border-failed',
  undone: 'border-undone',
  idle: 'border-line-strong',
} as const;

/** Selection and the state of a run show at once: the state as the border, the selection as a ring around it. */
export function ringOf({
  selected,
  tone,
}: {
  readonly selected: boolean;
  readonly tone: keyof typeof RING | undefined;
}): string {
  if (tone === undefined)
    return selected ? 'border border-accent outline-1 outline-accent' : 'border border-line-strong';
  return clsx('border-2', RING[tone], selected && 'outline-2 outline-accent outline-offset-2');
}

export const MARK_LOOK = {
  added: 'border-2 border-ok',
  changed: 'border-2 border-waiting',
  removed: 'border-2 border-failed border-dashed',
} as const;

const MARK_FILL = { added: TONE_FILL.ok, changed: TONE_FILL.waiting, removed: TONE_FILL.failed } as const;

/** What stands and what was taken back must not look alike. */
export function toneOf(
  status: StepView['status'] | undefined,
  undo: UndoView['status'] | undefined,
): keyof typeof RING {
  if (undo !== undefined) return UNDO_LOOK[undo].tone;
  return status === undefined || status === 'pending' || status === 'skipped' ? 'idle' : STATUS[status].tone;
}

/** Share of messages that ended badly; `undefined` where none came by. */
export function shareOf(stats: StepStats | undefined): number | undefined {
  const all = (stats?.done ?? 0) + (stats?.failed ?? 0);
  return stats === undefined || all === 0 ? undefined : stats.failed / all;
}

export function shareTone(share: number | undefined): 'ok' | 'failed' | 'idle' {
  if (share === undefined) return 'idle';
  return share > 0 ? 'failed' : 'ok';
}

interface Told {
  readonly mark: DiffMark | undefined;
  readonly isOperated: boolean;
  readonly share: number | undefined;
  /** Of the run or the comparison that is shown. */
  readonly tone: keyof typeof RING | undefined;
}

/** Fills a card that is too small for words: what it would say first is its colour. */
export function fillOf({ mark, isOperated, share, tone }: Told): string {
  if (mark !== undefined) return MARK_FILL[mark];
  if (isOperated) return TONE_FILL[shareTone(share)];
  return tone === undefined ? 'step-block' : TONE_FILL[tone];
}
