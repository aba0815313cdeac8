import type { StepStats, StepView, UndoView } from '@lockstep/schema/api';
import { type NodeProps, useStore } from '@xyflow/react';
import clsx from 'clsx';
import { CircleAlert, ListOrdered, OctagonX, Pin, TriangleAlert, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { UNDO_LOOK } from '../../parts/undo-words.ts';
import { iconFor, tintFor } from '../../steps/node-icons.ts';
import { StepIcon } from '../../steps/StepIcon.tsx';
import { formatCount, formatDuration, STATUS, StatusIcon, TONE_FILL, TONE_SOFT, TONE_TEXT } from '../../ui/index.ts';
import { CallLine } from './CallLine.tsx';
import { CHIPS_HEIGHT, HEADER_HEIGHT, PORT_ROW_HEIGHT } from './model/geometry.ts';
import type { StepCanvasNode, StepData } from './model/node-data.ts';
import { OpenPorts } from './OpenPorts.tsx';
import { type DiffMark, useOverlay } from './overlay-store.ts';
import { Ports } from './Ports.tsx';
import { StepChips } from './StepChips.tsx';

/** From here on a card has all it can say; below, only title and state; below the second, a block. */
const FULL_FROM = 0.6;
const TITLE_FROM = 0.3;

const RING = {
  ok: 'border-ok',
  running: 'border-running',
  waiting: 'border-waiting',
  failed: 'border-failed',
  undone: 'border-undone',
  idle: 'border-line-strong',
} as const;

/** Selection and the state of a run show at once: the state as the border, the selection as a ring around it. */
function ringOf({
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

const MARK_LOOK = {
  added: 'border-2 border-ok',
  changed: 'border-2 border-waiting',
  removed: 'border-2 border-failed border-dashed',
} as const;

const MARK_FILL = { added: TONE_FILL.ok, changed: TONE_FILL.waiting, removed: TONE_FILL.failed } as const;

/** What stands and what was taken back must not look alike. */
function toneOf(status: StepView['status'] | undefined, undo: UndoView['status'] | undefined): keyof typeof RING {
  if (undo !== undefined) return UNDO_LOOK[undo].tone;
  return status === undefined || status === 'pending' || status === 'skipped' ? 'idle' : STATUS[status].tone;
}

/** Share of messages that ended badly; `undefined` where none came by. */
function shareOf(stats: StepStats | undefined): number | undefined {
  const all = (stats?.done ?? 0) + (stats?.failed ?? 0);
  return stats === undefined || all === 0 ? undefined : stats.failed / all;
}

function shareTone(share: number | undefined): 'ok' | 'failed' | 'idle' {
  if (share === undefined) return 'idle';
  return share > 0 ? 'failed' : 'ok';
}

/** One step on the canvas, in three levels of detail. Selects booleans and its own entries only. */
export const StepNode = memo(function StepNode({ data, selected }: NodeProps<StepCanvasNode>) {
  const isFull = useStore((state) => state.transform[2] >= FULL_FROM);
  const hasTitle = useStore((state) => state.transform[2] >= TITLE_FROM);
  const { node, definition, mode } = data;
  const status = useOverlay((overlay) => overlay.steps?.[node.id]?.status);
  const undo = useOverlay((overlay) => overlay.steps?.[node.id]?.undo?.status);
  const inRun = useOverlay((overlay) => overlay.steps !== undefined);
  const share = useOverlay((overlay) => shareOf(overlay.stats?.[node.id]));
  const isOperated = useOverlay((overlay) => overlay.stats !== undefined);
  const isPinned = useOverlay((overlay) => overlay.pinned !== undefined && Object.hasOwn(overlay.pinned, node.id));
  const mark = useOverlay((overlay) => overlay.marks?.nodes[node.id]);
  const isCompared = useOverlay((overlay) => overlay.marks !== undefined);
  const tone = toneOf(status, undo);
  const isIdle = isOperated && share === undefined;
  const isFaded = inRun && (status === undefined || status === 'skipped' || status === 'pending');
  const isOff = node.policy.disabled === true;
  return (
    <div
      data-testid={`node:${node.id}`}
      data-diff={isCompared ? (mark ?? 'same') : undefined}
      className={clsx(
        'step-card relative size-full rounded-[10px] bg-raised text-text',
        tintFor(definition?.ui.group),
        mark === undefined
          ? ringOf({ selected, tone: isOperated ? shareTone(share) : inRun && !isFaded ? tone : undefined })
          : clsx(MARK_LOOK[mark], selected && 'outline-2 outline-accent outline-offset-2'),
        isCompared && mark === undefined && 'opacity-70',
        (isFaded || isIdle) && 'opacity-60',
        isOff && 'border-dashed',
      )}
    >
      {!hasTitle && (
        <Block
          tone={
            mark
              ? MARK_FILL[mark]
              : isOperated
                ? TONE_FILL[shareTone(share)]
                : inRun || isCompared
                  ? TONE_FILL[tone]
                  : 'step-block'
          }
        />
      )}
      {hasTitle && !isFull && <TitleOnly data={data} />}
      {isFull && <FullCard data={data} mode={mode} />}
      <Ports data={data} isFull={isFull} />
      {isOperated && share !== undefined && <ShareBar share={share} />}
      {isPinned && hasTitle && <PinnedTag />}
      {mark !== undefined && hasTitle && <DiffTag mark={mark} />}
      {data.editable && isFull && <OpenPorts data={data} selected={selected} />}
      {definition?.kind === 'trigger' && hasTitle && <LaneMark />}
      {inRun && (
        <span className="sr-only" data-testid={`step-status:${node.id}`} data-status={status ?? 'pending'}>
          {undo === undefined ? STATUS[status ?? 'pending'].label : UNDO_LOOK[undo].label}
        </span>
      )}
    </div>
  );
});

/** The step has a pinned sample: it is tried with it, and only tried. */
function PinnedTag() {
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
function DiffTag({ mark }: { readonly mark: DiffMark }) {
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

function Block({ tone }: { readonly tone: string }) {
  return <div className={clsx('size-full rounded-[9px]', tone)} />;
}

function TitleOnly({ data: { node, definition } }: { readonly data: StepData }) {
  const Icon = iconFor(definition?.ui.icon);
  return (
    <div className="flex size-full items-center gap-2.5 px-3">
      <Icon size={30} aria-hidden="true" className="shrink-0 text-(--tint)" />
      <span className="line-clamp-2 min-w-0 flex-1 font-semibold text-[24px] leading-7">{node.name}</span>
      <StateMark id={node.id} size={30} />
    </div>
  );
}

function FullCard({ data, mode }: { readonly data: StepData; readonly mode: StepData['mode'] }) {
  const { node, definition, summary, chips, geometry } = data;
  const call = definition?.calls?.(node.params);
  return (
    <>
      <div className="flex items-center gap-2.5 pr-3 pl-3" style={{ height: HEADER_HEIGHT }}>
        <StepIcon definition={definition} />
        <div className="min-w-0 flex-1">
          <div className="truncate font-semibold text-sm leading-[18px]" title={node.name}>
            {node.name}
          </div>
          {call ? (
            <CallLine call={call} />
          ) : (
            <div className="truncate text-muted text-xs" title={summary}>
              {summary}
            </div>
          )}
        </div>
        <IssueMark id={node.id} />
      </div>
      {geometry.hasChips && (
        <div className="flex items-start overflow-hidden px-3" style={{ height: CHIPS_HEIGHT }}>
          {mode === 'run' ? <LiveLine id={node.id} /> : <StepChips chips={chips} />}
        </div>
      )}
      {geometry.ports
        .filter(({ labelled }) => labelled)
        .map(({ port, y }) => (
          <div
            key={port}
            className="absolute right-3.5 left-3 truncate text-right text-muted text-xs leading-[22px]"
            style={{ top: y - PORT_ROW_HEIGHT / 2 }}
          >
            {port}
          </div>
        ))}
    </>
  );
}

/** Problems of a step as a badge: colour, shape and number. */
function IssueMark({ id }: { readonly id: string }) {
  const issues = useOverlay((overlay) => overlay.issues[id]);
  if (issues === undefined) return null;
  const isError = issues.errors > 0;
  const Icon = isError ? CircleAlert : TriangleAlert;
  const count = isError ? issues.errors : issues.warnings;
  return (
    <span
      title={`${count} ${isError ? 'error' : 'warning'}${count === 1 ? '' : 's'}`}
      className={clsx(
        'flex h-5 shrink-0 items-center gap-0.5 rounded-md px-1 font-semibold text-2xs',
        isError ? TONE_SOFT.failed : TONE_SOFT.waiting,
      )}
    >
      <Icon size={12} aria-hidden="true" />
      {count}
    </span>
  );
}

/** What waits in the lanes of the flow: drawn above its triggers, where messages come in. */
function LaneMark() {
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

function StateMark({ id, size }: { readonly id: string; readonly size: number }) {
  const status = useOverlay((overlay) => overlay.steps?.[id]?.status);
  const undo = useOverlay((overlay) => overlay.steps?.[id]?.undo?.status);
  const errors = useOverlay((overlay) => (overlay.issues[id]?.errors ?? 0) > 0);
  if (undo !== undefined) {
    return <Undo2 size={size} aria-hidden="true" className={clsx('shrink-0', TONE_TEXT[UNDO_LOOK[undo].tone])} />;
  }
  if (status !== undefined) return <StatusIcon status={status} size={size} />;
  return errors ? <CircleAlert size={size} aria-hidden="true" className="shrink-0 text-failed" /> : null;
}

/** Below a card: which share of what came by ended badly. */
function ShareBar({ share }: { readonly share: number }) {
  return (
    <span aria-hidden="true" className="absolute inset-x-2 bottom-0.5 flex h-1 overflow-hidden rounded-full bg-ok">
      <span className="ml-auto bg-failed" style={{ width: `${share === 0 ? 0 : Math.max(4, share * 100)}%` }} />
    </span>
  );
}

function LiveLine({ id }: { readonly id: string }) {
  const stats = useOverlay((overlay) => overlay.stats?.[id]);
  const isOperated = useOverlay((overlay) => overlay.stats !== undefined);
  return isOperated ? <StatsLine stats={stats} /> : <RunLine id={id} />;
}

/** What a step did within the time that is looked at: how much, how badly, how slow. */
function StatsLine({ stats }: { readonly stats: StepStats | undefined }) {
  if (stats === undefined || stats.done + stats.failed === 0)
    return <span className="text-muted text-xs">Nothing came by</span>;
  const { done, failed, latencyMs, waiting } = stats;
  return (
    <span className="tabular flex w-full min-w-0 items-center gap-2 text-xs">
      <span className="font-medium">{formatCount(done + failed)}</span>
      {failed > 0 && <span className="font-medium text-failed">{formatCount(failed)} failed</span>}
      {waiting > 0 && <span className="text-waiting">{formatCount(waiting)} wait</span>}
      {latencyMs !== undefined && (
        <span title="95 of 100 took no longer" className="ml-auto shrink-0 text-muted">
          p95 {formatDuration(latencyMs.p95)}
        </span>
      )}
    </span>
  );
}

/** State, duration and attempts of a step in the shown run. */
function RunLine({ id }: { readonly id: string }) {
  const step = useOverlay((overlay) => overlay.steps?.[id]);
  const status = step?.status ?? 'pending';
  const attempts = step?.attempts.length ?? 0;
  const undo = step?.undo && UNDO_LOOK[step.undo.status];
  const label = undo?.label ?? (step?.waitingFor ? `Waiting for ${step.waitingFor.name}` : STATUS[status].label);
  const tone = TONE_TEXT[undo?.tone ?? STATUS[status].tone];
  return (
    <span className="flex w-full min-w-0 items-center gap-1.5 text-xs">
      {undo ? (
        <Undo2 size={13} strokeWidth={2.5} aria-hidden="true" className={clsx('shrink-0', tone)} />
      ) : (
        <StatusIcon status={status} size={13} />
      )}
      <span title={label} className={clsx('truncate font-medium', tone)}>
        {label}
      </span>
      <span className="tabular ml-auto flex shrink-0 gap-1.5 text-muted">
        {attempts > 1 && <span title={`${attempts} attempts`}>{attempts}×</span>}
        {step?.durationMs !== undefined && <span>{formatDuration(step.durationMs)}</span>}
      </span>
    </span>
  );
}
