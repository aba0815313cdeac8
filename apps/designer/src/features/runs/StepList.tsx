import type { RunView, StepView } from '@lockstep/schema/api';
import { isEnded } from '@lockstep/schema/run';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNow } from '../../ui/index.ts';
import { StepRow } from './StepRow.tsx';
import { inOrder, type Span, spanOf } from './step-order.ts';

export interface StepListProps {
  readonly run: RunView;
  /** Its steps, those of bodies as the shown item took them. */
  readonly steps: readonly StepView[];
  readonly selected: string | undefined;
  readonly onSelect: (node: string) => void;
}

/** Of more steps, only those in view are drawn. */
const DRAWN_WHOLE = 200;
/** Of a step with a bar, and here of every one: a row that grew as its step began would be measured while the page is being drawn. */
const ROW_PX = 50;
/** The heading, which stays in view above the rows, and the space below it. */
const HEADING_PX = 49;

/** The steps of a run as they happened, each with its share of the time. */
export function StepList({ run, steps: given, selected, onSelect }: StepListProps) {
  const steps = useMemo(() => inOrder(given), [given]);
  const current = useNow();
  const now = isEnded(run.status) && run.endedAt !== undefined ? Date.parse(run.endedAt) : current;
  const span = useMemo(() => spanOf(steps, now), [steps, now]);
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const rows = { steps, span, now, selected, onSelect };
  return (
    <section
      ref={setScroller}
      aria-label="Steps"
      className="flex w-64 shrink-0 flex-col overflow-y-auto border-r bg-surface 2xl:w-80"
    >
      <h2 className="sticky top-0 z-10 border-b bg-surface px-4 py-2.5 font-semibold text-sm">
        Steps <span className="tabular font-normal text-muted">{steps.length}</span>
      </h2>
      {steps.length <= DRAWN_WHOLE ? <AllRows {...rows} /> : <RowsInView {...rows} scroller={scroller} />}
    </section>
  );
}

interface RowsProps extends Pick<StepListProps, 'steps' | 'selected' | 'onSelect'> {
  readonly span: Span;
  readonly now: number;
}

function AllRows({ steps, selected, ...rest }: RowsProps) {
  return (
    <ol className="p-2">
      {steps.map((step) => (
        <li key={step.node}>
          <StepRow {...rest} step={step} selected={step.node === selected} />
        </li>
      ))}
    </ol>
  );
}

function RowsInView({ steps, selected, scroller, ...rest }: RowsProps & { readonly scroller: HTMLElement | null }) {
  const virtual = useVirtualizer({
    count: steps.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_PX,
    // The list follows what happens: to be drawn with the rest is soon enough.
    useFlushSync: false,
    getItemKey: (index) => steps[index]?.node ?? index,
    overscan: 8,
    scrollMargin: HEADING_PX,
    scrollPaddingStart: HEADING_PX,
    scrollPaddingEnd: 8,
    initialRect: { width: 256, height: 480 },
  });
  const at = steps.findIndex(({ node }) => node === selected);
  // Only another choice moves the list: a reader who looks elsewhere stays there while steps come and go.
  const latest = useRef(at);
  latest.current = at;
  useEffect(() => {
    if (scroller === null || selected === undefined || latest.current < 0) return;
    virtual.scrollToIndex(latest.current, { align: 'auto' });
  }, [scroller, selected, virtual]);
  return (
    <ol className="relative m-2 shrink-0" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, key, start }) => {
        const step = steps[index];
        return (
          step !== undefined && (
            <li
              key={key}
              aria-posinset={index + 1}
              aria-setsize={steps.length}
              className="absolute inset-x-0 top-0 *:h-full *:justify-center"
              style={{ height: ROW_PX, transform: `translateY(${start - HEADING_PX}px)` }}
            >
              <StepRow {...rest} step={step} selected={step.node === selected} />
            </li>
          )
        );
      })}
    </ol>
  );
}
