import { type PreviewResult, previewScript } from '@lockstep/schema/api';
import { type Judgement, judgeSample } from '@lockstep/schema/samples';
import { useEffect, useMemo, useState } from 'react';
import { useCall } from '../../api/index.ts';
import type { Sample } from './use-samples.ts';

/** After the last key; a drawn line is previewed as soon. */
const QUIET_MS = 120;

export interface Preview {
  /** By sample id. */
  readonly results: Readonly<Record<string, PreviewResult>>;
  /** What the results are worth, by sample id; absent while there is none. */
  readonly judgements: Readonly<Record<string, Judgement>>;
  readonly durationMs: number | undefined;
  /** The text changed since, or the answer is on its way. */
  readonly isPending: boolean;
  readonly failure: string | undefined;
}

const NOTHING: Readonly<Record<string, PreviewResult>> = {};

/** Runs the map over all samples, in the runtime's own sandbox, whenever it or they change. The last answer stays until the next. */
export function usePreview(text: string, samples: readonly Sample[], targetRef: string): Preview {
  const wanted = useQuiet(text);
  // Accepting a result must not run the map again: the same question has the same answer.
  const inputs = samples.map(({ input }) => input);
  const moments = samples.map(momentOf);
  const body = { source: wanted, inputs, moments, ...(targetRef !== '' && { contract: targetRef }) };
  const enabled = wanted.trim() !== '' && samples.length > 0;
  const { data, error, isFetching } = useCall(
    previewScript,
    { body },
    { enabled, keepPrevious: true, staleTime: 60_000 },
  );
  const answers = enabled ? data?.results : undefined;
  const results = useMemo(() => (answers ? byId(samples, answers) : NOTHING), [samples, answers]);
  const judgements = useMemo(
    () =>
      Object.fromEntries(
        samples.flatMap(({ id, saved }) => {
          const result = results[id];
          return result ? [[id, judgeSample(saved?.expect, result)]] : [];
        }),
      ),
    [samples, results],
  );
  return {
    results,
    judgements,
    durationMs: data?.durationMs,
    isPending: enabled && (isFetching || wanted !== text),
    failure: error?.problem.detail ?? error?.problem.title,
  };
}

/** Clock, chance and earlier steps as `lockstep test` and a publish give them to the sample. */
function momentOf({ id, saved, steps = saved?.steps }: Sample) {
  const { at, seed = id } = saved ?? {};
  return { seed: String(seed), ...(at !== undefined && { at }), ...(steps && { steps }) };
}

function byId(samples: readonly Sample[], results: readonly PreviewResult[]): Readonly<Record<string, PreviewResult>> {
  return Object.fromEntries(samples.flatMap(({ id }, at) => (results[at] ? [[id, results[at]]] : [])));
}

function useQuiet(value: string): string {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
}
