import clsx from 'clsx';
import { CircleAlert, TriangleAlert, Undo2 } from 'lucide-react';
import { UNDO_LOOK } from '../../parts/undo-words.ts';
import { iconFor } from '../../steps/node-icons.ts';
import { StepIcon } from '../../steps/StepIcon.tsx';
import { StatusIcon, TONE_SOFT, TONE_TEXT } from '../../ui/index.ts';
import { CallLine } from './CallLine.tsx';
import { fitTitle } from './model/fit-title.ts';
import { CHIPS_HEIGHT, HEADER_HEIGHT, PORT_ROW_HEIGHT } from './model/geometry.ts';
import type { StepData } from './model/node-data.ts';
import { useOverlay } from './overlay-store.ts';
import { StepChips } from './StepChips.tsx';
import { LiveLine } from './StepLive.tsx';

export function FullCard({ data, mode }: { readonly data: StepData; readonly mode: StepData['mode'] }) {
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

/** What it is called, whole where that can be, and beside it what it is and how it stands. */
export function TitleOnly({ data: { node, definition, geometry } }: { readonly data: StepData }) {
  const Icon = iconFor(definition?.ui.icon);
  const { size, leading, lines } = fitTitle(node.name, geometry.height);
  return (
    <div className="flex size-full items-center gap-[9px] px-3" title={node.name}>
      <span className="flex w-7 shrink-0 flex-col items-center gap-0.5">
        <Icon size={26} aria-hidden="true" className="text-(--tint)" />
        <StateMark id={node.id} size={26} />
      </span>
      <span
        className="line-clamp-2 min-w-0 flex-1 font-semibold [overflow-wrap:anywhere]"
        style={{ fontSize: size, lineHeight: `${leading}px`, WebkitLineClamp: lines }}
      >
        {node.name}
      </span>
    </div>
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

export function Block({ tone }: { readonly tone: string }) {
  return <div className={clsx('size-full rounded-[9px]', tone)} />;
}
