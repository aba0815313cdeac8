import type { StepView } from '@lockstep/schema/api';

/**
 * Steps as they happened: what came in and what earlier runs did, those that began by the time they did, then what may still come,
 * then what was not taken.
 */
export function inOrder(steps: readonly StepView[]): readonly StepView[] {
  const [first, ...begun] = steps.filter(({ startedAt }) => startedAt !== undefined).toSorted(byBegin);
  const others = steps.filter(({ startedAt }) => startedAt === undefined);
  const rest = others.filter(({ status }) => status !== 'succeeded');
  return [
    ...(first ? [first] : []),
    ...others.filter(({ status }) => status === 'succeeded'),
    ...begun,
    ...rest.filter(({ status }) => status !== 'skipped'),
    ...rest.filter(({ status }) => status === 'skipped'),
  ];
}

/** The step a reader wants to see first: what failed, else what is under way, else the last that gave something. */
export function shownFirst(steps: readonly StepView[]): StepView | undefined {
  const ordered = inOrder(steps);
  return (
    ordered.find(({ status }) => status === 'failed') ??
    ordered.find(({ status }) => status === 'waiting' || status === 'running') ??
    ordered.findLast(({ status }) => status === 'succeeded') ??
    ordered[0]
  );
}

export interface Bar {
  /** Share of the run's time before the step began, 0 to 1. */
  readonly left: number;
  readonly width: number;
}

/** The time line of a run, in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** From the first begin of a step to the last end (`now` if under way). */
export function spanOf(steps: readonly StepView[], now: number): Span {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const step of steps) {
    if (step.startedAt === undefined) continue;
    from = Math.min(from, timeOf(step));
    to = Math.max(to, endOf(step, now));
  }
  return { from, to };
}

/** Where a step lies on the time line of its run; one under way goes on until `now`. */
export function barOf(step: StepView, { from, to }: Span, now: number): Bar | undefined {
  if (step.startedAt === undefined) return undefined;
  const span = Math.max(to - from, 1);
  const left = (timeOf(step) - from) / span;
  return { left, width: Math.max((endOf(step, now) - timeOf(step)) / span, 0.01) };
}

/** Times are written in one form, so as texts they are in order. */
function byBegin({ startedAt: a = '' }: StepView, { startedAt: b = '' }: StepView): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function timeOf({ startedAt }: StepView): number {
  return startedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(startedAt);
}

function endOf({ startedAt, endedAt, durationMs }: StepView, now: number): number {
  if (endedAt !== undefined) return Date.parse(endedAt);
  return durationMs === undefined || startedAt === undefined ? now : Date.parse(startedAt) + durationMs;
}
