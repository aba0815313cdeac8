import type { AttemptView, StepView } from '@lockstep/schema/api';

export type MomentKind = 'began' | 'again' | 'failed' | 'ended';

/** Something that happened in a run. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: MomentKind;
  readonly node: string;
  readonly name: string;
  readonly attempt: number;
  /** Why an attempt failed. */
  readonly reason?: string;
}

/** What happened to one step within one millisecond. */
const RANK: Readonly<Record<MomentKind, number>> = { began: 0, again: 0, failed: 1, ended: 2 };

/** What happened to the steps of a run, in the order of time. Steps that were not taken have no moment. */
export function momentsOf(steps: readonly StepView[]): readonly Moment[] {
  const moments = steps.flatMap((step, place) => ofStep(step).map((moment) => ({ moment, place })));
  return moments
    .toSorted((a, b) => a.moment.at - b.moment.at || a.place - b.place || RANK[a.moment.kind] - RANK[b.moment.kind])
    .map(({ moment }) => moment);
}

function ofStep(step: StepView): readonly Moment[] {
  const { node, name, startedAt, endedAt, attempts, status } = step;
  if (startedAt === undefined) return [];
  const moment = (kind: MomentKind, at: number, attempt: number, reason?: string): Moment => ({
    at,
    kind,
    node,
    name,
    attempt,
    ...(reason !== undefined && { reason }),
  });
  const tries = attempts.length === 0 ? [{ attempt: 1, status: 'succeeded', endedAt } as AttemptView] : attempts;
  const told = tries.flatMap((attempt, index) => {
    const begin = index === 0 ? Date.parse(startedAt) : beginOf(attempt, startedAt);
    const end = attempt.endedAt === undefined ? undefined : Date.parse(attempt.endedAt);
    return [
      moment(index === 0 ? 'began' : 'again', begin, attempt.attempt),
      ...(end === undefined
        ? []
        : [
            attempt.status === 'failed'
              ? moment('failed', end, attempt.attempt, attempt.failure?.message)
              : moment('ended', end, attempt.attempt),
          ]),
    ];
  });
  // What a wait, or a person, ended has an end of its own.
  const isTold = told.some(({ kind }) => kind === 'ended') || status === 'failed';
  return isTold || endedAt === undefined
    ? told
    : [...told, moment('ended', Date.parse(endedAt), tries.at(-1)?.attempt ?? 1)];
}

function beginOf({ endedAt, durationMs = 0 }: AttemptView, startedAt: string): number {
  return endedAt === undefined ? Date.parse(startedAt) : Date.parse(endedAt) - durationMs;
}

/** The steps as they stood after a moment; after the last one as they stand now. */
export function stepsAfter(steps: readonly StepView[], moments: readonly Moment[], index: number): readonly StepView[] {
  if (index >= moments.length - 1) return steps;
  const last = new Map<string, Moment>();
  for (const moment of moments.slice(0, index + 1)) last.set(moment.node, moment);
  return steps.map((step) => stepAt(step, last.get(step.node)));
}

function stepAt(step: StepView, moment: Moment | undefined): StepView {
  const { node, name, type } = step;
  const bare: StepView = { node, name, type, status: 'pending', attempts: [] };
  if (moment === undefined) return bare;
  const so = { ...bare, ...(step.startedAt !== undefined && { startedAt: step.startedAt }) };
  const done = step.attempts.filter(({ attempt }) => attempt < moment.attempt);
  const current = step.attempts.filter(({ attempt }) => attempt === moment.attempt);
  switch (moment.kind) {
    case 'began':
    case 'again':
      return { ...so, status: 'running', attempts: [...done, { attempt: moment.attempt, status: 'running' }] };
    case 'failed': {
      const isLast = step.attempts.at(-1)?.attempt === moment.attempt;
      if (isLast && step.status === 'failed') return step;
      return { ...so, status: 'waiting', attempts: [...done, ...current] };
    }
    case 'ended': {
      // Taken back later: at this moment it stood.
      const { undo: _, ...stood } = step;
      return stood;
    }
    default:
      return moment.kind satisfies never;
  }
}

/** Gaps shorter than this need no words. */
const GAP_MS = 1_000;

/** How long nothing had happened before a moment; `undefined` where that is not worth telling. */
export function gapBefore(moments: readonly Moment[], index: number): number | undefined {
  const [before, now] = [moments[index - 1], moments[index]];
  if (before === undefined || now === undefined) return undefined;
  const gap = now.at - before.at;
  return gap < GAP_MS ? undefined : gap;
}
