import { useId, useMemo } from 'react';
import { CodeEditor, type CodeMark, type CodePlace } from '../../forms/editor/CodeEditor.tsx';
import type { MapProblem } from './map-problems.ts';
import type { MapTypesView } from './types/use-map-types.ts';
import type { MapWork } from './use-map.ts';
import type { Preview } from './use-preview.ts';

export interface MapCodeProps {
  readonly work: MapWork;
  readonly problems: readonly MapProblem[];
  readonly preview: Preview;
  readonly types: MapTypesView;
  readonly reveal: CodePlace | undefined;
}

/** The map as text: completed and checked with the types of both contracts and of the library. */
export function MapCode({ work, problems, preview, types, reveal }: MapCodeProps) {
  const hint = useId();
  const marks = useMemo(() => marksOf(work, problems, preview), [work, problems, preview]);
  return (
    <div className="flex w-[34%] min-w-72 shrink-0 flex-col border-l">
      <CodeEditor
        label="Map as TypeScript"
        kind="script"
        value={work.text}
        readOnly={!work.editable}
        marks={marks}
        onChange={work.write}
        reveal={reveal}
        {...(types.assist && { assist: types.assist })}
        aria-describedby={hint}
        className="min-h-0 flex-1 rounded-none border-0"
      />
      <p className="flex shrink-0 items-center justify-between gap-3 border-t px-3 py-1 text-muted text-xs">
        <span id={hint}>Escape, then Tab leads out; Ctrl Space completes.</span>
        <span role="status" data-testid="map-types" data-settled={types.isSettled}>
          {typesWord(types)}
        </span>
      </p>
    </div>
  );
}

function typesWord({ assist, isSettled, problems }: MapTypesView): string {
  if (!assist) return '';
  if (!isSettled) return 'Looking at the types…';
  if (problems.length === 0) return 'Types fit';
  return `${problems.length} type ${problems.length === 1 ? 'error' : 'errors'}`;
}

/** What the samples ran into first, then what the types say; where the text cannot be drawn, why. */
function marksOf(work: MapWork, problems: readonly MapProblem[], { results, isPending }: Preview): readonly CodeMark[] {
  const placed = problems.flatMap(({ place, text, severity }): CodeMark[] =>
    place ? [{ ...place, message: text, severity }] : [],
  );
  const failed = Object.values(results).flatMap((result) => (result.ok || result.line === undefined ? [] : result));
  const [first] = isPending ? [] : failed;
  const ran: CodeMark[] = first ? [{ line: first.line ?? 1, column: first.column ?? 1, message: first.message }] : [];
  if (placed.length + ran.length > 0) return [...ran, ...placed];
  return work.isStale && work.view.mode === 'code'
    ? [{ line: work.view.line, column: work.view.column, message: work.view.reason, severity: 'warning' }]
    : [];
}
