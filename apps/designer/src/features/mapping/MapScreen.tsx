import type { FlowNode } from '@lockstep/schema/graph';
import { emptyMap } from '@lockstep/schema/mapping';
import type { Json } from '@lockstep/schema/run';
import { ArrowLeft, Braces, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { CodeEditor, type CodeMark } from '../../forms/editor/CodeEditor.tsx';
import { Button, IconButton, Notice, Select, Splitter } from '../../ui/index.ts';
import { AddSampleDialog } from './add-sample/AddSampleDialog.tsx';
import { CoverageBar } from './CoverageBar.tsx';
import { MapBoard } from './MapBoard.tsx';
import { MapProblems } from './MapProblems.tsx';
import { byState, SamplePanel } from './SamplePanel.tsx';
import { type MapWork, typeName, useMap } from './use-map.ts';
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
  const [showsCode, setShowsCode] = useState(
    () => (localStorage.getItem(CODE_KEY) ?? (innerWidth < 1200 ? 'no' : 'yes')) === 'yes',
  );
  const chosen = samples.find(({ id }) => id === sampleId) ?? firstToLookAt(samples, preview);
  const result = chosen && preview.results[chosen.id];
  const toggleCode = (): void => {
    localStorage.setItem(CODE_KEY, showsCode ? 'no' : 'yes');
    setShowsCode(!showsCode);
  };
  return (
    <section
      aria-label={`Map ${node.name}`}
      data-testid="map-screen"
      className="flex h-full min-h-0 flex-col bg-surface"
    >
      <MapBar work={work} showsCode={showsCode} onToggleCode={toggleCode} onClose={onClose} />
      <MapProblems work={work} />
      <div className="flex min-h-0 flex-1 flex-col">
        <Splitter
          label="Height of the samples"
          storageKey="lockstep.map.samples"
          initial={68}
          top={
            <div className="flex h-full min-h-0">
              <div className="min-w-0 flex-1">
                <Board work={work} sample={chosen?.input} result={result?.ok ? result.value : undefined} />
              </div>
              {showsCode && (
                <div className="flex w-[34%] min-w-72 shrink-0 flex-col border-l">
                  <CodeEditor
                    label="Map as TypeScript"
                    kind="script"
                    value={work.text}
                    readOnly={!work.editable}
                    marks={marksOf(work, preview)}
                    onChange={work.write}
                    className="h-full rounded-none border-0"
                  />
                </div>
              )}
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

interface BoardProps {
  readonly work: MapWork;
  readonly sample: Json | undefined;
  readonly result: Json | undefined;
}

function Board({ work, sample, result }: BoardProps) {
  if (work.view.mode === 'drawn') return <MapBoard work={work} sample={sample} result={result} />;
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

interface MapBarProps {
  readonly work: MapWork;
  readonly showsCode: boolean;
  readonly onToggleCode: () => void;
  readonly onClose: () => void;
}

function MapBar({ work, showsCode, onToggleCode, onClose }: MapBarProps) {
  const options = work.contracts.map(({ name, version, title }) => ({
    value: `${name}@${version}`,
    label: title,
    hint: `${name}@${version}`,
  }));
  const known = (ref: string) =>
    options.some(({ value }) => value === ref)
      ? ref
      : (options.find(({ value }) => value.startsWith(`${ref}@`))?.value ?? ref);
  const choice = (side: 'source' | 'target', ref: string) => (
    <Select
      label={side === 'source' ? 'What comes in' : 'What goes out'}
      prefix={side === 'source' ? 'From' : 'To'}
      value={known(ref)}
      options={options}
      placeholder="a contract…"
      disabled={!work.editable}
      onChange={(value) => work.choose(side, value)}
      className="w-52 min-w-0 shrink"
    />
  );
  const count = work.suggestions.length;
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b px-2">
      <IconButton label="Back to the flow" icon={<ArrowLeft size={16} />} onClick={onClose} />
      <h2 className="min-w-16 max-w-56 shrink truncate font-semibold text-base">{work.node.name}</h2>
      {choice('source', work.sourceRef)}
      {choice('target', work.targetRef)}
      <div className="flex-1" />
      {count > 0 && work.editable && !work.isStale && (
        <Button
          size="sm"
          icon={<Sparkles size={13} />}
          onClick={() => work.drawAll(work.suggestions)}
          title="Fields with the same name or meaning; dotted in the picture"
        >
          Map {count} suggested
        </Button>
      )}
      <CoverageBar coverage={work.coverage} />
      <IconButton
        label={showsCode ? 'Hide the TypeScript' : 'Show the TypeScript'}
        aria-pressed={showsCode}
        kind={showsCode ? 'secondary' : 'quiet'}
        icon={<Braces size={16} />}
        onClick={onToggleCode}
      />
    </header>
  );
}

/** A sample that does not pass is what a person wants to see first. */
function firstToLookAt(samples: readonly Sample[], preview: Preview): Sample | undefined {
  const [first] = byState(samples, preview);
  return first && first.state !== 'unknown' && first.state !== 'passed' ? first.sample : samples[0];
}

function marksOf(work: MapWork, { results, isPending }: Preview): readonly CodeMark[] {
  if (isPending) return [];
  const failed = Object.values(results).flatMap((result) => (result.ok || result.line === undefined ? [] : result));
  const [first] = failed;
  if (first) return [{ line: first.line ?? 1, column: first.column ?? 1, message: first.message }];
  return work.isStale && work.view.mode === 'code'
    ? [{ line: work.view.line, column: work.view.column, message: work.view.reason, severity: 'warning' }]
    : [];
}
