import type { CaseMoment } from '@lockstep/schema/api';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import {
  AlarmClock,
  ArrowRight,
  Ban,
  Check,
  CircleDot,
  Clock,
  FileText,
  Flag,
  type LucideIcon,
  MessageSquare,
  Play,
  Sparkles,
  X,
} from 'lucide-react';
import { Card, EmptyState, formatAbsolute, formatClock, formatCount, Segmented, Tooltip } from '../../ui/index.ts';

export type Show = 'all' | 'story' | 'customer';

const CHOICES: readonly { readonly value: Show; readonly label: string }[] = [
  { value: 'all', label: 'Everything' },
  { value: 'story', label: 'Story' },
  { value: 'customer', label: 'Customer sees' },
];

export interface TimelineProps {
  readonly moments: readonly CaseMoment[];
  readonly moreRuns: number;
  readonly caseKey: string;
  readonly show: Show;
  readonly onShow: (show: Show) => void;
  /** In the order in which things happened by the clocks of their sources, instead of that in which we heard of them. */
  readonly bySource: boolean;
  readonly onBySource: (on: boolean) => void;
}

const ORDERS = [
  { value: 'heard', label: 'As heard' },
  { value: 'source', label: 'As it happened' },
] as const;

/** What happened, oldest first, days apart: lines of the story and what runs did, each with the way to its run. */
export function Timeline({ moments, moreRuns, caseKey, show, onShow, bySource, onBySource }: TimelineProps) {
  const timeOf = ({ at, happenedAt }: CaseMoment) => Date.parse((bySource ? happenedAt : undefined) ?? at);
  const ordered = bySource ? moments.toSorted((one, other) => timeOf(one) - timeOf(other)) : moments;
  const shown = ordered.filter(({ entry }) =>
    show === 'all' ? true : show === 'story' ? entry !== undefined : entry?.visible === true,
  );
  return (
    <Card
      title="Timeline"
      actions={
        <span className="flex flex-wrap justify-end gap-2">
          <Segmented
            label="Order"
            value={bySource ? 'source' : 'heard'}
            options={ORDERS}
            onChange={(order) => onBySource(order === 'source')}
          />
          <Segmented label="Show" value={show} options={CHOICES} onChange={onShow} />
        </span>
      }
    >
      {moreRuns > 0 && show === 'all' && (
        <p className="mb-3 text-muted text-sm">
          {formatCount(moreRuns)} older {moreRuns === 1 ? 'run is' : 'runs are'} not told of here:{' '}
          <Link to="/runs" search={{ search: caseKey }} className="rounded text-accent-text hover:underline">
            all runs
          </Link>
          .
        </p>
      )}
      {shown.length === 0 ? (
        <EmptyState icon={<MessageSquare size={20} />} title="Nothing to tell">
          {show === 'customer'
            ? 'No flow has told anything that the customer may see.'
            : 'No flow has told anything of this with an “Update case” step.'}
        </EmptyState>
      ) : (
        <ol aria-label="What happened" className="flex flex-col">
          {shown.map((moment, nr) => (
            <Moment
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a story have no names, and only their end grows
              key={nr}
              moment={moment}
              ms={timeOf(moment)}
              isNewDay={nr === 0 || dayOf(timeOf(moment)) !== dayOf(timeOf(shown[nr - 1] ?? moment))}
              isOtherRun={moment.run?.runId !== shown[nr - 1]?.run?.runId}
              isLast={nr === shown.length - 1}
            />
          ))}
        </ol>
      )}
    </Card>
  );
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });
function dayOf(ms: number): string {
  return day.format(ms);
}

/** Below, a message was on its way and nobody was late. */
const APART_MS = 60_000;

interface MomentProps {
  readonly moment: CaseMoment;
  /** The time it stands at. */
  readonly ms: number;
  readonly isNewDay: boolean;
  /** Not of the run of the line above. */
  readonly isOtherRun: boolean;
  readonly isLast: boolean;
}

function Moment({ moment, ms, isNewDay, isOtherRun, isLast }: MomentProps) {
  const { at, happenedAt, text, run, step, what, entry, tone } = moment;
  const Icon = iconOf(moment);
  const heardMs = Date.parse(at);
  const happenedMs = happenedAt === undefined ? heardMs : Date.parse(happenedAt);
  const isApart = Math.abs(heardMs - happenedMs) > APART_MS;
  const isQuiet = what === 'began' || what === 'ended';
  return (
    <li data-testid={`moment:${what}`} className="flex flex-col">
      {isNewDay && <p className="pb-2 font-medium text-muted text-xs">{dayOf(ms)}</p>}
      <div className="flex gap-3">
        <div className="flex w-6 shrink-0 flex-col items-center">
          <span className={clsx('grid size-6 shrink-0 place-items-center rounded-full', LOOK[tone])}>
            <Icon size={13} aria-hidden="true" />
          </span>
          {!isLast && <span aria-hidden="true" className="w-px flex-1 bg-line" />}
        </div>
        <div className="min-w-0 max-w-3xl flex-1 pb-3">
          <div className="flex items-baseline justify-between gap-3">
            <p
              className={clsx(
                'min-w-0 break-words text-sm',
                isQuiet && tone === 'plain' && 'text-muted',
                tone === 'bad' && 'text-failed',
              )}
            >
              {text}
              {entry?.visible && <span className="ml-2 text-muted text-xs">customer sees it</span>}
            </p>
            <Tooltip label={formatAbsolute(ms)}>
              <time dateTime={new Date(ms).toISOString()} className="tabular shrink-0 text-muted text-xs">
                {formatClock(ms)}
              </time>
            </Tooltip>
          </div>
          <p className="flex min-w-0 flex-wrap gap-x-2 text-muted text-xs">
            {step?.connection !== undefined && <span>in {step.connection}</span>}
            {isApart && ms === heardMs && <span>happened {formatAbsolute(happenedMs)}</span>}
            {isApart && ms !== heardMs && <span>heard {formatAbsolute(heardMs)}</span>}
            {run !== undefined && (isOtherRun || step !== undefined) && <RunLink run={run} node={step?.node} />}
          </p>
        </div>
      </div>
    </li>
  );
}

function RunLink({ run, node }: { readonly run: NonNullable<CaseMoment['run']>; readonly node: string | undefined }) {
  return (
    <Link
      to="/runs/$runId"
      params={{ runId: run.runId }}
      search={node === undefined ? {} : { node }}
      className="truncate rounded text-accent-text hover:underline touch:inline-flex touch:min-h-11 touch:items-center"
    >
      {run.flowName}
      {run.version !== undefined && ` v${run.version}`}
      <span className="sr-only">, open the run</span>
    </Link>
  );
}

const LOOK: Readonly<Record<CaseMoment['tone'], string>> = {
  plain: 'bg-sunken text-muted',
  good: 'bg-ok-soft text-ok',
  bad: 'bg-failed-soft text-failed',
  waiting: 'bg-waiting-soft text-waiting',
};

function iconOf({ what, tone, entry }: CaseMoment): LucideIcon {
  if (entry !== undefined) {
    switch (entry.type) {
      case 'opened':
        return Sparkles;
      case 'document':
        return FileText;
      case 'milestone':
        return Flag;
      case 'expected':
        return Clock;
      case 'missed':
        return AlarmClock;
      case 'refused':
      case 'late':
        return Ban;
      case 'note':
        return MessageSquare;
      case 'state':
      case 'part':
        return ArrowRight;
      default:
        return entry.type satisfies never;
    }
  }
  if (tone === 'bad') return X;
  if (what === 'began') return Play;
  if (what === 'waits') return Clock;
  return what === 'ended' ? CircleDot : Check;
}
