import type { CaseMoment, RunView, StepView } from '@lockstep/schema/api';
import type { CaseEntry } from '@lockstep/schema/cases';
import type { Catalogue } from '@lockstep/schema/node';
import { isEnded } from '@lockstep/schema/run';
import type { EntryRow } from '../../store/cases/case-views.ts';
import { inStoryOrder } from './story-order.ts';

/** All that happened to one thing, in the order of `inStoryOrder`. */
export function caseTimeline(
  entries: readonly EntryRow[],
  runs: readonly RunView[],
  catalogue: Catalogue,
): readonly CaseMoment[] {
  const told = entries.map((row) => ({ moment: entryMoment(row), node: row.node ?? undefined }));
  const done = runs.flatMap((run) => runMoments(run, catalogue));
  return inStoryOrder([...told, ...done.map((moment) => ({ moment, node: moment.step?.node }))], runs);
}

function entryMoment({ toldAt, runId, flowId, flowName, entry }: EntryRow): CaseMoment {
  const bad =
    entry.type === 'missed' || entry.type === 'refused' || (entry.type === 'milestone' && entry.to === 'late');
  const good = entry.type === 'milestone' || entry.type === 'document';
  return {
    at: toldAt.toISOString(),
    happenedAt: entry.at,
    what: 'entry',
    tone: bad ? 'bad' : good ? 'good' : 'plain',
    text: entryText(entry),
    entry,
    ...(runId !== null && { run: { runId, flowId: flowId ?? '', flowName: flowName ?? flowId ?? '' } }),
  };
}

const words = (state = '') => state.replaceAll('_', ' ');

/** One line of a story as a sentence. */
function entryText({ type, part, partKind, from, to, text = '' }: CaseEntry): string {
  const what =
    part === undefined
      ? 'It'
      : text === ''
        ? `${partKind === 'group' ? 'Group' : 'Line'} ${part}`
        : `${text} (${partKind} ${part})`;
  const about = part === undefined ? '' : ` of ${part}`;
  switch (type) {
    case 'opened':
      return `First heard of: ${words(to)}${text === '' ? '' : `, ${text}`}`;
    case 'state':
      return `Now ${words(to)}, was ${words(from)}`;
    case 'part':
      return from === undefined ? `${what} added: ${words(to)}` : `${what}: ${words(from)} → ${words(to)}`;
    case 'document':
      return `Document: ${text}`;
    case 'milestone':
      return `Reached${about}: ${words(text)}${to === 'late' ? ', later than expected' : ''}`;
    case 'expected':
      return `Expected next${about}: ${words(text)}`;
    case 'missed':
      return `Not come in time${about}: ${words(text)}`;
    case 'note':
      return text;
    case 'late':
      return `${what} was reported as ${words(to)}, but is ${words(from)} already: overtaken, nothing changed`;
    case 'refused':
      return `${what} cannot become ${words(to)}: it is ${words(from)}. Nothing changed`;
    default:
      return type satisfies never;
  }
}

function runMoments(view: RunView, catalogue: Catalogue): readonly CaseMoment[] {
  const { runId, flowId, flowName, version, status, trigger, sourceAt, startedAt, endedAt } = view;
  const run = { runId, flowId, flowName, ...(version !== undefined && { version }), status };
  const began: CaseMoment = {
    at: startedAt,
    ...(sourceAt !== undefined && isFromOutside(trigger) && { happenedAt: sourceAt }),
    what: 'began',
    tone: 'plain',
    text: `${flowName}: ${howBegan(view)}`,
    run,
  };
  const steps = view.steps.flatMap((step): readonly CaseMoment[] => {
    const moment = stepMoment(step, view, catalogue);
    return moment ? [{ ...moment, run }] : [];
  });
  if (!isEnded(status) || endedAt === undefined) return [began, ...steps];
  const failed = status === 'exception';
  const ended: CaseMoment = {
    at: endedAt,
    what: 'ended',
    tone: failed ? 'bad' : 'plain',
    text: failed ? `${flowName} needs a person: ${view.failure?.message ?? ''}` : `${flowName}: ${words(status)}`,
    run,
  };
  return [began, ...steps, ended];
}

/** Whether what began the run is what happened at the source. Flows that go on from it keep its time, and begin when they do. */
function isFromOutside({ kind, source }: RunView['trigger']): boolean {
  return kind !== 'call' && kind !== 'replay' && source?.from !== 'event';
}

function howBegan({ trigger, calledBy }: RunView): string {
  const [caller] = calledBy ?? [];
  if (caller) return `called by ${caller.flowName}`;
  switch (trigger.kind) {
    case 'webhook':
      return 'a message came in';
    case 'manual':
      return 'started by hand';
    default:
      return `began (${trigger.kind})`;
  }
}

/** What a step did in another system, failed to do, or waits for. */
function stepMoment(step: StepView, { flow }: RunView, catalogue: Catalogue): CaseMoment | undefined {
  const node = flow.nodes.find(({ id }) => id === step.node);
  const definition = catalogue.get(step.type);
  if (step.type === 'update-case') return undefined;
  const hasEffect = definition !== undefined && definition.effect !== 'none';
  const { connection } = node?.params ?? {};
  const shown = {
    node: step.node,
    name: step.name,
    type: step.type,
    ...(typeof connection === 'string' && { connection }),
    attempts: step.attempts.length,
  };
  if (step.status === 'waiting') {
    const at = step.attempts.at(-1)?.endedAt ?? step.startedAt;
    const why = step.waitingFor ? `waits for ${step.waitingFor.name}` : 'waits';
    return at === undefined
      ? undefined
      : { at, what: 'waits', tone: 'waiting', text: `${step.name}: ${why}`, step: shown };
  }
  if (step.endedAt === undefined) return undefined;
  const tries = step.attempts.length > 1 ? ` after ${step.attempts.length} tries` : '';
  if (step.status === 'failed') {
    const text = `${step.name}: failed${tries}. ${step.failure?.message ?? ''}`.trim();
    return { at: step.endedAt, what: 'effect', tone: 'bad', text, step: shown };
  }
  if (step.status !== 'succeeded' || !hasEffect || definition.effect === 'read') return undefined;
  const text = `${step.name}: done${tries}`;
  return { at: step.endedAt, what: 'effect', tone: 'good', text, step: shown };
}
