import { diffLines, type Flow, serialiseFlow } from '@lockstep/schema/graph';
import clsx from 'clsx';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ComponentType, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { IconButton, Segmented, SkeletonRows } from '../../../ui/index.ts';
import { ChangeList } from '../ChangeList.tsx';
import { countsInWords, type DiffDrawing, drawDiff } from './diff-drawing.ts';

/** What the drawing of a difference is given; the page brings the canvas. */
export interface DiffCanvasProps {
  readonly flow: Flow;
  readonly mode: 'view';
  readonly marks: DiffDrawing['marks'];
  readonly selected: string | undefined;
  readonly onSelect: (node: string | undefined) => void;
}

export interface DiffViewProps {
  readonly before: Flow;
  readonly after: Flow;
  readonly canvas: ComponentType<DiffCanvasProps>;
  readonly none: string;
  /** Step that is picked out; the view keeps it itself where nobody does. */
  readonly node?: string | undefined;
  readonly onNode?: (node: string | undefined) => void;
  /** Above the list. */
  readonly aside?: ReactNode;
}

/** Two flows over each other: the drawing with what came, went and changed, and the list or the text beside it. */
export function DiffView({ before, after, canvas: Canvas, none, node, onNode, aside }: DiffViewProps) {
  const drawing = useMemo(() => drawDiff(before, after), [before, after]);
  const [own, setOwn] = useState<string>();
  const [shape, setShape] = useState<'list' | 'text'>('list');
  const selected = onNode === undefined ? own : node;
  const select = onNode ?? setOwn;
  const { stops } = drawing;
  const step = (by: 1 | -1) => {
    const at = selected === undefined ? -1 : stops.indexOf(selected);
    const next = at === -1 ? (by === 1 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
    if (stops[next] !== undefined) select(stops[next]);
  };
  useKeys({ n: () => step(1), p: () => step(-1) });
  const drawn = drawing.flow.nodes.some(({ id }) => id === selected) ? selected : undefined;
  return (
    <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
      <section aria-label="Drawing of the difference" className="relative min-h-64 min-w-0 flex-1">
        <Suspense fallback={<SkeletonRows label="Loading the drawing" />}>
          <Canvas flow={drawing.flow} mode="view" marks={drawing.marks} selected={drawn} onSelect={select} />
        </Suspense>
      </section>
      <aside
        aria-label="List of differences"
        className="flex min-h-0 w-full flex-1 flex-col border-t bg-surface lg:w-[22rem] xl:w-[26rem] lg:flex-none lg:border-t-0 lg:border-l"
      >
        <div className="flex shrink-0 items-center gap-1 border-b px-4 py-2">
          <p className="min-w-0 flex-1 text-sm" role="status">
            {countsInWords(drawing)}
          </p>
          <IconButton
            size="sm"
            label="Previous difference"
            shortcut="P"
            icon={<ChevronUp size={15} />}
            aria-disabled={stops.length === 0}
            onClick={() => step(-1)}
          />
          <IconButton
            size="sm"
            label="Next difference"
            shortcut="N"
            icon={<ChevronDown size={15} />}
            aria-disabled={stops.length === 0}
            onClick={() => step(1)}
          />
          <Segmented
            label="Shape"
            value={shape}
            options={[
              { value: 'list', label: 'List' },
              { value: 'text', label: 'Text' },
            ]}
            onChange={setShape}
          />
        </div>
        {aside}
        {shape === 'list' ? (
          <div className="min-h-0 flex-1 overflow-auto p-4">
            <ChangeList before={before} after={after} none={none} meaningOnly onPick={select} picked={selected} />
          </div>
        ) : (
          <TextDiff before={before} after={after} />
        )}
      </aside>
    </div>
  );
}

const LINE = {
  added: 'bg-ok-soft text-ok',
  removed: 'bg-failed-soft text-failed',
  same: 'text-muted',
  gap: 'text-faint',
};
const SIGN = { added: '+', removed: '−', same: ' ', gap: '⋯' };

/** The two documents as they are written to a file, places left out, compared line by line. */
function TextDiff({ before, after }: { readonly before: Flow; readonly after: Flow }) {
  const lines = useMemo(() => diffLines(textOf(before), textOf(after)), [before, after]);
  if (lines.length === 0) return <p className="p-4 text-muted text-sm">Both are written the same.</p>;
  return (
    <section
      aria-label="Differences as text"
      className="min-h-0 flex-1 overflow-auto p-4 outline-offset-[-2px]"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by the keyboard
      tabIndex={0}
    >
      <pre className="w-max min-w-full font-mono text-2xs">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a finished text, equal ones included
          <span key={index} className={clsx('block', LINE[line.kind])}>
            {SIGN[line.kind]} {line.text}
          </span>
        ))}
      </pre>
    </section>
  );
}

function textOf(flow: Flow): string {
  return serialiseFlow({ ...flow, layout: { nodes: {}, notes: [] } }).trimEnd();
}

/** Letters that work while nothing is being written. */
function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target;
      if (target instanceof HTMLElement && target.closest('input, textarea, [contenteditable], [role=tree]')) return;
      const act = keys[event.key.toLowerCase()];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
