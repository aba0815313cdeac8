import { type PreviewResult, previewScript } from '@lockstep/schema/api';
import { useEffect, useState } from 'react';
import { useCall } from '../../api/index.ts';
import type { Sample } from './use-samples.ts';

/** After the last key; a drawn line is previewed as soon. */
const QUIET_MS = 120;

export interface Preview {
  /** By sample id. */
  readonly results: Readonly<Record<string, PreviewResult>>;
  readonly durationMs: number | undefined;
  /** The text changed since, or the answer is on its way. */
  readonly isPending: boolean;
  readonly failure: string | undefined;
}

const NOTHING: Readonly<Record<string, PreviewResult>> = {};

/** Runs the map over all samples, in the runtime's own sandbox, whenever it or they change. The last answer stays until the next. */
export function usePreview(text: string, samples: readonly Sample[], targetRef: string): Preview {
  const wanted = useQuiet(text);
  const inputs = samples.map(({ input }) => input);
  const body = { source: wanted, inputs, ...(targetRef !== '' && { contract: targetRef }) };
  const enabled = wanted.trim() !== '' && samples.length > 0;
  const { data, error, isFetching } = useCall(
    previewScript,
    { body },
    { enabled, keepPrevious: true, staleTime: 60_000 },
  );
  const results = enabled && data ? byId(samples, data.results) : NOTHING;
  return {
    results,
    durationMs: data?.durationMs,
    isPending: enabled && (isFetching || wanted !== text),
    failure: error?.problem.detail ?? error?.problem.title,
  };
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
