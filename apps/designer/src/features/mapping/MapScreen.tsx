import type { FlowNode } from '@lockstep/schema/graph';
import { emptyMap, textOfPath } from '@lockstep/schema/mapping';
import { useMemo, useState } from 'react';
import type { CodePlace } from '../../forms/editor/CodeEditor.tsx';
import { Button, Notice, Splitter } from '../../ui/index.ts';
import { AddSampleDialog } from './add-sample/AddSampleDialog.tsx';
import { MapBar } from './MapBar.tsx';
import { type BoardPlace, MapBoard, type MapBoardProps } from './MapBoard.tsx';
import { MapCode } from './MapCode.tsx';
import { MapProblems } from './MapProblems.tsx';
import { type MapProblem, mapProblems } from './map-problems.ts';
import { byState, SamplePanel } from './SamplePanel.tsx';
import { useMapTypes } from './types/use-map-types.ts';
import { useLookupProblems } from './use-lookup-problems.ts';
import { typeName, useMap } from './use-map.ts';
import { type Preview, usePreview } from './use-preview.ts';
import { useSampleEdits } from './use-sample-edits.ts';
import { type Sample, useSamples } from './use-samples.ts';

const CODE_KEY = 'lockstep.map.code';

/** A map drawn and written at once: source on the left, target on the right, its TypeScript beside it, samples below. */
export function MapScreen({ node, onClose }: { readonly node: FlowNode; readonly onClose: () => void }) {
  const work = useMap(node);
  const edits = useSampleEdits(work);
  const samples = useSamples(work);
  const preview = usePreview(work.text, samples, work.targetRef);
  const [sampleId, setSampleId] = useState<string>();
  const [adding, setAdding] = useState(false);
  const [onlyOpen, setOnlyOpen] = useState(false);
  const [showsCode, setShowsCode] = useState(
    () => (localStorage.getItem(CODE_KEY) ?? (innerWidth < 1200 ? 'no' : 'yes')) === 'yes',
  );
  const chosen = samples.find(({ id }) => id === sampleId) ?? firstToLookAt(samples, preview);
  const result = chosen && preview.results[chosen.id];
  const showCode = (shows: boolean): void => {
    localStorage.setItem(CODE_KEY, shows ? 'yes' : 'no');
    setShowsCode(shows);
  };
  const types = useMapTypes(work);
  const lookups = useLookupProblems(work.lookups);
  const problems = useMemo(() => {
    const found = [...mapProblems(work, types.problems), ...lookups];
    return [...found.filter(isError), ...found.filter((problem) => !isError(problem))];
  }, [work, types.problems, lookups]);
  const [place, setPlace] = useState<BoardPlace>();
  const [reveal, setReveal] = useState<CodePlace>();
  const go = ({ place: inText, target }: MapProblem): void => {
    if (target) setPlace((before) => ({ side: 'target', path: target, round: (before?.round ?? 0) + 1 }));
    if (!inText) return;
    showCode(true);
    setReveal((before) => ({ ...inText, round: (before?.round ?? 0) + 1 }));
  };
  return (
    <section
      aria-label={`Map ${node.name}`}
      data-testid="map-screen"
      className="flex h-full min-h-0 flex-col bg-surface"
    >
      <MapBar
        work={work}
        showsCode={showsCode}
        onToggleCode={() => showCode(!showsCode)}
        onlyOpen={onlyOpen}
        onOnlyOpen={() => setOnlyOpen(!onlyOpen)}
        onClose={onClose}
      />
      <MapProblems
        problems={problems}
        unused={work.unused}
        onGo={go}
        onGoSource={(path) => setPlace((before) => ({ side: 'source', path, round: (before?.round ?? 0) + 1 }))}
      />
      <div className="flex min-h-0 flex-1 flex-col">
        <Splitter
          label="Height of the samples"
          storageKey="lockstep.map.samples"
          initial={68}
          top={
            <div className="flex h-full min-h-0">
              <div className="min-w-0 flex-1">
                <Board
                  work={work}
                  sample={chosen?.input}
                  result={result?.ok ? result.value : undefined}
                  problems={byTarget(problems)}
                  place={place}
                  onlyOpen={onlyOpen}
                  onOnlyOpen={() => setOnlyOpen(!onlyOpen)}
                />
              </div>
              {showsCode && <MapCode work={work} problems={problems} preview={preview} types={types} reveal={reveal} />}
            </div>
          }
          bottom={
            <SamplePanel
              samples={samples}
              preview={preview}
              chosen={chosen}
              editable={work.editable}
              edits={edits}
              onChoose={setSampleId}
              onAdd={() => setAdding(true)}
            />
          }
        />
      </div>
      {adding && (
        <AddSampleDialog
          work={work}
          onAdd={(added) => {
            setSampleId(edits.add(added));
            setAdding(false);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}

/** What is wrong with each target field, in its row. */
function byTarget(problems: readonly MapProblem[]): ReadonlyMap<string, string> {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return new Map(errors.toReversed().flatMap(({ target, text }) => (target ? [[textOfPath(target), text]] : [])));
}

function Board(props: MapBoardProps) {
  const { work } = props;
  if (work.view.mode === 'drawn') return <MapBoard {...props} />;
  const { reason, line } = work.view;
  const isEmpty = work.text.trim() === '';
  return (
    <div className="grid h-full place-items-center p-6">
      <div className="flex max-w-md flex-col gap-3">
        <Notice kind="info">
          {isEmpty
            ? 'This map is empty. Choose what comes in and what goes out above, then draw lines from field to field.'
            : `This map is written as code and cannot be drawn: ${reason} (line ${line}). It runs as it is; edit it as text.`}
        </Notice>
        {isEmpty && (
          <Button
            kind="primary"
            className="self-center"
            onClick={() => work.write(emptyMap(typeName(work.sourceRef), typeName(work.targetRef)))}
          >
            Begin to draw
          </Button>
        )}
      </div>
    </div>
  );
}

/** A sample that does not pass is what a person wants to see first. */
function firstToLookAt(samples: readonly Sample[], preview: Preview): Sample | undefined {
  const [first] = byState(samples, preview);
  return first && first.state !== 'unknown' && first.state !== 'passed' ? first.sample : samples[0];
}

function isError({ severity }: MapProblem): boolean {
  return severity === 'error';
}
