import type { StepView } from '@lockstep/schema/api';
import clsx from 'clsx';
import { Undo2 } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { itemName } from '../../parts/item-words.ts';
import { UNDO_LOOK } from '../../parts/undo-words.ts';
import { formatDuration, STATUS, StatusIcon, TONE_FILL, TONE_SOFT } from '../../ui/index.ts';
import { barOf, type Span } from './step-order.ts';

export interface StepRowProps {
  readonly step: StepView;
  readonly span: Span;
  /** When steps under way are drawn to: now, or the end of the run. */
  readonly now: number;
  readonly selected: boolean;
  readonly onSelect: (node: string) => void;
}

/** A step of a run, with its share of the time. */
export const StepRow = memo(function StepRow({ step, span, now, selected, onSelect }: StepRowProps) {
  const { node, name, status, attempts, durationMs, item, undo, kept } = step;
  const bar = barOf(step, span, now);
  const { label, tone } = STATUS[status];
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (selected) row.current?.scrollIntoView?.({ block: 'nearest' });
  }, [selected]);
  return (
    <button
      ref={row}
      type="button"
      data-testid={`step-row:${node}`}
      data-status={status}
      aria-current={selected || undefined}
      onClick={() => onSelect(node)}
      className={clsx(
        'flex w-full scroll-mt-12 scroll-mb-2 flex-col gap-1 rounded-lg px-2.5 py-2 text-left',
        selected ? 'bg-accent-soft' : 'hover:bg-hover',
        item !== undefined && 'pl-6',
        status === 'skipped' || status === 'pending' ? 'text-muted' : 'text-text',
      )}
    >
      <span className="flex w-full items-center gap-2">
        <StatusIcon status={status} />
        <span className="sr-only">{label}:</span>
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        {item !== undefined && (
          <span className="tabular shrink-0 rounded bg-sunken px-1 font-medium text-2xs text-muted">
            item {itemName(item)}
          </span>
        )}
        {kept !== undefined && (
          <span className="shrink-0 rounded bg-ok-soft px-1 font-medium text-2xs text-ok">kept</span>
        )}
        {attempts.length > 1 && (
          <span className="tabular shrink-0 rounded bg-waiting-soft px-1 font-medium text-2xs text-waiting">
            {attempts.length}×<span className="sr-only"> attempts</span>
          </span>
        )}
        {undo !== undefined && (
          <span
            title={UNDO_LOOK[undo.status].label}
            className={clsx('shrink-0 rounded px-1 py-0.5', TONE_SOFT[UNDO_LOOK[undo.status].tone])}
          >
            <Undo2 size={12} aria-hidden="true" />
            <span className="sr-only">{UNDO_LOOK[undo.status].label}</span>
          </span>
        )}
        <span className="tabular shrink-0 text-muted text-xs">
          {durationMs === undefined ? (bar === undefined ? '' : label) : formatDuration(durationMs)}
        </span>
      </span>
      {bar !== undefined && (
        <span aria-hidden="true" className="relative ml-[22px] block h-1 overflow-hidden rounded-full bg-sunken">
          <span
            className={clsx('absolute inset-y-0 min-w-1 rounded-full', TONE_FILL[tone])}
            style={{ left: `${Math.min(bar.left, 0.98) * 100}%`, width: `${bar.width * 100}%` }}
          />
        </span>
      )}
    </button>
  );
});
