import { MAX_SAMPLES } from '@lockstep/schema/graph';
import type { SampleState } from '@lockstep/schema/samples';
import clsx from 'clsx';
import { CircleAlert, CircleCheck, CircleX, Equal } from 'lucide-react';
import { Button, EmptyState, formatCount, Notice, Spinner } from '../../ui/index.ts';
import { SampleResult } from './SampleResult.tsx';
import type { Preview } from './use-preview.ts';
import type { SampleEdits } from './use-sample-edits.ts';
import type { Sample } from './use-samples.ts';

export interface SamplePanelProps {
  readonly samples: readonly Sample[];
  readonly preview: Preview;
  readonly chosen: Sample | undefined;
  readonly editable: boolean;
  readonly edits: SampleEdits;
  readonly onChoose: (id: string | undefined) => void;
  readonly onAdd: () => void;
}

export type ShownState = SampleState | 'unknown';

const WORDS: Readonly<Record<ShownState, string>> = {
  passed: 'passes',
  different: 'is not as expected',
  broken: 'does not fit the target contract',
  failed: 'fails',
  unknown: 'not tried yet',
};
const FAILED_FIRST: Readonly<Record<ShownState, number>> = {
  failed: 0,
  broken: 1,
  different: 2,
  unknown: 3,
  passed: 4,
};

/** A sample that does not pass is what a person wants to see first. */
export function byState(samples: readonly Sample[], { judgements }: Preview) {
  return samples
    .map((sample) => ({ sample, state: (judgements[sample.id]?.state ?? 'unknown') as ShownState }))
    .sort((a, b) => FAILED_FIRST[a.state] - FAILED_FIRST[b.state]);
}

/** All samples with how the map does on them, failures first, and what it makes of the chosen one. */
export function SamplePanel(props: SamplePanelProps) {
  const { samples, preview, chosen, editable, edits, onChoose, onAdd } = props;
  const listed = byState(samples, preview);
  const passed = listed.filter(({ state }) => state === 'passed').length;
  const saved = samples.filter((sample) => sample.saved).length;
  return (
    <section aria-label="Samples" className="flex h-full min-h-0 bg-surface">
      <div className="flex w-72 shrink-0 flex-col border-r">
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
          {editable && (
            <Button
              size="sm"
              kind="quiet"
              className="ml-auto"
              onClick={onAdd}
              disabled={saved >= MAX_SAMPLES}
              title={saved >= MAX_SAMPLES ? `A map has at most ${MAX_SAMPLES} samples` : undefined}
            >
              Add
            </Button>
          )}
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
                {sample.saved?.expect && (
                  <span title="Has an expected result" className="shrink-0 text-faint">
                    <Equal size={12} aria-hidden="true" />
                    <span className="sr-only">, has an expected result</span>
                  </span>
                )}
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
          <SampleResult
            sample={chosen}
            result={preview.results[chosen.id]}
            judgement={preview.judgements[chosen.id]}
            edits={editable ? edits : undefined}
            onChoose={onChoose}
          />
        ) : (
          <EmptyState icon={<CircleAlert size={20} />} title="No samples yet">
            Choose a source contract with an example, run the flow once, or add a message of your own.
          </EmptyState>
        )}
      </div>
    </section>
  );
}

function StateIcon({ state }: { readonly state: ShownState }) {
  const shared = { size: 14, 'aria-hidden': true } as const;
  if (state === 'passed') return <CircleCheck {...shared} className="shrink-0 text-ok" />;
  if (state === 'unknown')
    return (
      <span aria-hidden="true" className="size-3.5 shrink-0 rounded-full border border-line-strong border-dashed" />
    );
  return state === 'failed' || state === 'different' ? (
    <CircleX {...shared} className="shrink-0 text-failed" />
  ) : (
    <CircleAlert {...shared} className="shrink-0 text-waiting" />
  );
}
