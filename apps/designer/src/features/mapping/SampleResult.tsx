import type { PreviewResult } from '@lockstep/schema/api';
import type { FieldChange } from '@lockstep/schema/graph';
import type { Judgement } from '@lockstep/schema/samples';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, JsonTree, Notice } from '../../ui/index.ts';
import type { SampleEdits } from './use-sample-edits.ts';
import type { Sample } from './use-samples.ts';

export interface SampleResultProps {
  readonly sample: Sample;
  readonly result: PreviewResult | undefined;
  readonly judgement: Judgement | undefined;
  /** Absent while nothing can be changed. */
  readonly edits: SampleEdits | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

/** A sample, what the map makes of it, and what is expected; differences above all. */
export function SampleResult({ sample, result, judgement, edits, onChoose }: SampleResultProps) {
  const { saved } = sample;
  const expected = saved?.expect;
  const mayAccept = saved && result && (!expected || judgement?.state !== 'passed') && judgement?.state !== 'broken';
  return (
    <div className="flex flex-col gap-3 p-3" data-testid="sample-result">
      <Verdict result={result} judgement={judgement} />
      {edits && (
        <div className="flex flex-wrap items-center gap-1.5">
          {mayAccept && (
            <Button size="sm" icon={<Check size={13} />} onClick={() => edits.accept(sample, result)}>
              {result.ok ? 'Accept as expected' : 'Expect this refusal'}
            </Button>
          )}
          {expected && (
            <Button size="sm" kind="quiet" onClick={() => edits.expectNothing(sample)}>
              Expect nothing
            </Button>
          )}
          {!saved && (
            <Button
              size="sm"
              onClick={() => onChoose(edits.keep(sample))}
              title={sample.from === 'last run' ? 'What is personal is masked' : undefined}
            >
              Keep as a sample
            </Button>
          )}
          {saved && (
            <Button size="sm" kind="quiet" onClick={() => edits.remove(sample)}>
              Remove
            </Button>
          )}
        </div>
      )}
      <div className="grid gap-4 lg:grid-cols-[repeat(auto-fit,minmax(14rem,1fr))]">
        <Part title="Sample">
          <JsonTree root="src" value={sample.input} label={`Sample ${sample.name}`} fitPx={220} />
        </Part>
        {expected && judgement?.state === 'different' && (
          <Part title="Expected">
            {'output' in expected ? (
              <JsonTree root="expected" value={expected.output} label={`Expected of ${sample.name}`} fitPx={220} />
            ) : (
              <p className="text-sm">A failure with the code {expected.error}.</p>
            )}
          </Part>
        )}
        <Part title="Result">
          {result?.ok && <JsonTree root="result" value={result.value} label={`Result of ${sample.name}`} fitPx={220} />}
        </Part>
      </div>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 font-medium text-muted text-xs">{title}</h3>
      {children}
    </div>
  );
}

const MOST_ISSUES = 8;

function Verdict({ result, judgement }: Pick<SampleResultProps, 'result' | 'judgement'>) {
  if (!result || !judgement) return null;
  const issues = result.ok ? result.issues : [];
  return (
    <>
      {judgement.state === 'failed' && <Notice kind="failed">{judgement.why}</Notice>}
      {issues.length > 0 && (
        <Notice kind="waiting">
          <ul className="flex flex-col gap-0.5">
            {issues.slice(0, MOST_ISSUES).map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code>{path || 'the whole'}</code> {message}
              </li>
            ))}
            {issues.length > MOST_ISSUES && <li>and {issues.length - MOST_ISSUES} more</li>}
          </ul>
        </Notice>
      )}
      {judgement.differences.length > 0 ? (
        <Differences differences={judgement.differences} />
      ) : (
        judgement.state === 'different' && <Notice kind="failed">{judgement.why}</Notice>
      )}
    </>
  );
}

/** Where the result is not what was expected, place by place. */
function Differences({ differences }: { readonly differences: readonly FieldChange[] }) {
  return (
    <table className="w-full border-collapse text-left text-sm" aria-label="Differences">
      <thead className="text-muted text-xs">
        <tr>
          <th className="w-1/3 py-1 pr-3 font-medium">Where</th>
          <th className="w-1/3 py-1 pr-3 font-medium">Expected</th>
          <th className="py-1 font-medium">Came</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ path, before, after }) => (
          <tr key={path} className="border-t align-top">
            <td className="break-all py-1 pr-3 font-mono text-xs">{path || 'the whole'}</td>
            <td className="break-all py-1 pr-3 font-mono text-ok text-xs">{shown(before)}</td>
            <td className="break-all py-1 font-mono text-failed text-xs">{shown(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shown(value: FieldChange['before']): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
