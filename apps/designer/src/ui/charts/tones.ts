import type { PictureTone } from '@lockstep/schema/api';

/** Fill of a mark that stands for a state; the same colour everywhere. */
export const TONE_MARK: Readonly<Record<PictureTone, string>> = {
  ok: 'fill-ok stroke-ok',
  running: 'fill-running stroke-running',
  waiting: 'fill-waiting stroke-waiting',
  failed: 'fill-failed stroke-failed',
  undone: 'fill-undone stroke-undone',
  dead: 'fill-muted stroke-muted',
  idle: 'fill-idle stroke-idle',
  accent: 'fill-accent stroke-accent',
};

/** The same for boxes of HTML, and for words. */
export const TONE_BOX: Readonly<Record<PictureTone, string>> = {
  ok: 'bg-ok',
  running: 'bg-running',
  waiting: 'bg-waiting',
  failed: 'bg-failed',
  undone: 'bg-undone',
  dead: 'bg-muted',
  idle: 'bg-idle',
  accent: 'bg-accent',
};
export const TONE_WORD: Readonly<Record<PictureTone, string>> = {
  ok: 'text-ok',
  running: 'text-running',
  waiting: 'text-waiting',
  failed: 'text-failed',
  undone: 'text-undone',
  dead: 'text-text',
  idle: 'text-text',
  accent: 'text-text',
};
