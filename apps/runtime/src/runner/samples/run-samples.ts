import type { SampleReport } from '@lockstep/schema/api';
import { type Flow, type MapSample, type SampledMap, sampledMaps } from '@lockstep/schema/graph';
import { judgeSample } from '@lockstep/schema/samples';
import { type SampleParts, trySample } from './try-sample.ts';

/** All samples of a flow together may take so long; what is left then did not pass. */
const BUDGET_MS = 30_000;

export interface RunSamplesOptions {
  /** Only samples with this id or name. */
  readonly only?: string | undefined;
  readonly budgetMs?: number;
  /** Milliseconds that go by; only differences count. */
  readonly clock?: () => number;
}

/**
 * Tries every map of a flow with its samples, in the order of the document, one after the other: the samples of one flow must not fill
 * the pool. The same maps and samples give the same answer, whenever it is asked for.
 */
export async function runSamples(
  flow: Flow,
  parts: SampleParts,
  { only, budgetMs = BUDGET_MS, clock = () => performance.now() }: RunSamplesOptions = {},
): Promise<readonly SampleReport[]> {
  const begun = clock();
  const reports: SampleReport[] = [];
  for (const map of sampledMaps(flow)) {
    for (const sample of map.samples) {
      if (only !== undefined && only !== sample.id && only !== sample.name) continue;
      const isLate = clock() - begun > budgetMs;
      reports.push(isLate ? tooLate(map, sample, budgetMs) : await reportOf(map, sample, parts));
    }
  }
  return reports;
}

async function reportOf(map: SampledMap, sample: MapSample, parts: SampleParts): Promise<SampleReport> {
  const { script: source, target: contract } = map;
  const { input, at, steps, expect, id, seed = id } = sample;
  const result = await trySample({ source, input, seed: String(seed), at, steps, contract }, parts);
  const { state, why, differences } = judgeSample(expect, result);
  return { ...placeOf(map, sample), ok: state === 'passed', state, why, differences: [...differences] };
}

function tooLate(map: SampledMap, sample: MapSample, budgetMs: number): SampleReport {
  const why = `Not tried: the samples of this flow take longer than ${budgetMs / 1000} s together.`;
  return { ...placeOf(map, sample), ok: false, state: 'failed', why, differences: [] };
}

function placeOf({ node, name: map }: SampledMap, { id, name }: MapSample) {
  return { node, map, id, name };
}
