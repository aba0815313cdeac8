import type { PreviewResult } from '@lockstep/schema/api';
import clsx from 'clsx';
import { CircleAlert, CircleCheck, CircleX } from 'lucide-react';
import { Button, EmptyState, formatCount, JsonTree, Notice, Spinner } from '../../ui/index.ts';
import type { Preview } from './use-preview.ts';
import type { Sample } from './use-samples.ts';

export interface SamplePanelProps {
  readonly samples: readonly Sample[];
  readonly preview: Preview;
  readonly chosen: Sample | undefined;
  readonly onChoose: (id: string) => void;
  readonly onAdd: () => void;
  readonly onRemove: (sample: Sample) => void;
}

export type SampleState = 'passed' | 'broken' | 'failed' | 'unknown';

/** `broken`: it gave a result, and the target contract refuses it. */
export function stateOf(result: PreviewResult | undefined): SampleState {
  if (!result) return 'unknown';
  if (!result.ok) return 'failed';
  return result.issues.length > 0 ? 'broken' : 'passed';
}

const WORDS: Readonly<Record<SampleState, string>> = {
  passed: 'fits the target contract',
  broken: 'does not fit the target contract',
  failed: 'fails',
  unknown: 'not tried yet',
};
const FAILED_FIRST: Readonly<Record<SampleState, number>> = { failed: 0, broken: 1, unknown: 2, passed: 3 };

/** All samples with how the map does on them, failures first, and what it makes of the chosen one. */
export function SamplePanel({ samples, preview, chosen, onChoose, onAdd, onRemove }: SamplePanelProps) {
  const listed = samples
    .map((sample) => ({ sample, state: stateOf(preview.results[sample.id]) }))
    .sort((a, b) => FAILED_FIRST[a.state] - FAILED_FIRST[b.state]);
  const passed = listed.filter(({ state }) => state === 'passed').length;
  const result = chosen && preview.results[chosen.id];
  return (
    <section aria-label="Samples" className="flex h-full min-h-0 bg-surface">
      <div className="flex w-64 shrink-0 flex-col border-r">
        <header className="flex h-9 items-center gap-2 border-b px-3 text-sm">
          <h2 className="font-medium">Samples</h2>
          <span
            role="status"
            data-testid="map-samples"
            className={clsx('text-xs', passed === samples.length ? 'text-ok' : 'text-failed')}
          >
            {samples.length > 0 && `${formatCount(passed)} of ${formatCount(samples.length)} fit`}
          </span>
          {preview.isPending && <Spinner size={12} />}
          <Button size="sm" kind="quiet" className="ml-auto" onClick={onAdd}>
            Add
          </Button>
        </header>
        <ul className="min-h-0 flex-1 overflow-y-auto py-1">
          {listed.map(({ sample, state }) => (
            <li key={sample.id}>
              <button
                type="button"
                aria-current={sample.id === chosen?.id}
                onClick={() => onChoose(sample.id)}
                data-testid={`map-sample:${sample.id}`}
                data-status={state}
                className={clsx(
                  'flex w-full items-center gap-2 px-3 py-1.5 text-left text-sm',
                  sample.id === chosen?.id ? 'bg-accent-soft' : 'hover:bg-hover',
                )}
              >
                <StateIcon state={state} />
                <span className="min-w-0 flex-1 truncate">{sample.name}</span>
                <span className="shrink-0 text-faint text-xs">{sample.from}</span>
                <span className="sr-only">, {WORDS[state]}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className="min-w-0 flex-1 overflow-auto">
        {preview.failure !== undefined && (
          <div className="p-3">
            <Notice kind="failed">{preview.failure}</Notice>
          </div>
        )}
        {chosen ? (
          <Result sample={chosen} result={result} onRemove={onRemove} />
        ) : (
          <EmptyState icon={<CircleAlert size={20} />} title="No samples yet">
            Choose a source contract with an example, run the flow once, or add a message of your own.
          </EmptyState>
        )}
      </div>
    </section>
  );
}

function StateIcon({ state }: { readonly state: SampleState }) {
  const shared = { size: 14, 'aria-hidden': true } as const;
  if (state === 'passed') return <CircleCheck {...shared} className="shrink-0 text-ok" />;
  if (state === 'unknown')
    return (
      <span aria-hidden="true" className="size-3.5 shrink-0 rounded-full border border-line-strong border-dashed" />
    );
  return state === 'failed' ? (
    <CircleX {...shared} className="shrink-0 text-failed" />
  ) : (
    <CircleAlert {...shared} className="shrink-0 text-waiting" />
  );
}

function Result({
  sample,
  result,
  onRemove,
}: {
  readonly sample: Sample;
  readonly result: PreviewResult | undefined;
  readonly onRemove: (sample: Sample) => void;
}) {
  return (
    <div className="flex flex-col gap-3 p-3">
      {result?.ok === false && (
        <Notice kind="failed">
          {result.message}
          {result.line !== undefined && ` (line ${result.line})`}
        </Notice>
      )}
      {result?.ok && result.issues.length > 0 && (
        <Notice kind="waiting">
          <ul className="flex flex-col gap-0.5">
            {result.issues.slice(0, 8).map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code>{path || 'the whole'}</code> {message}
              </li>
            ))}
            {result.issues.length > 8 && <li>and {result.issues.length - 8} more</li>}
          </ul>
        </Notice>
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="min-w-0">
          <h3 className="mb-1 flex items-center font-medium text-muted text-xs">
            Sample
            {sample.from === 'saved' && (
              <Button size="sm" kind="quiet" className="ml-auto" onClick={() => onRemove(sample)}>
                Remove
              </Button>
            )}
          </h3>
          <JsonTree root="src" value={sample.input} label={`Sample ${sample.name}`} fitPx={220} />
        </div>
        <div className="min-w-0">
          <h3 className="mb-1 font-medium text-muted text-xs">Result</h3>
          {result?.ok && <JsonTree root="result" value={result.value} label={`Result of ${sample.name}`} fitPx={220} />}
        </div>
      </div>
    </div>
  );
}
