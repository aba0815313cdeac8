import { findContract } from '@lockstep/schema/contracts';
import { type MapSample, samplesOf } from '@lockstep/schema/graph';
import type { Json } from '@lockstep/schema/run';
import { useMemo } from 'react';
import { useSeenData } from '../../parts/use-seen-data.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import type { MapWork } from './use-map.ts';

/** What a map is tried on. Only what is saved is tried in `lockstep test` and before a publish. */
export interface Sample {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
  /** Where it comes from, in a word or two. */
  readonly from: 'from a run' | 'generated' | 'pasted' | 'example' | 'last run';
  /** Absent for what is only looked at: the example of the contract, the newest run. */
  readonly saved?: MapSample;
  /** What earlier steps gave, where the map asks for it. */
  readonly steps?: Readonly<Record<string, Json>>;
}

const ORIGIN_WORDS = { run: 'from a run', contract: 'generated', pasted: 'pasted' } as const;

/** The samples of a map, the example of its source contract, and what the newest run gave it. */
export function useSamples({ node, text, contracts, sourceRef }: MapWork): readonly Sample[] {
  const flow = useFlowState((state) => state.flow);
  const seen = useSeenData(flow, node.id);
  const asksForSteps = usesSteps(text);
  const { tests } = flow;
  return useMemo(() => {
    const saved = samplesOf({ tests }, node).map((sample): Sample => {
      const { id, name, input, origin } = sample;
      return { id, name, input, from: ORIGIN_WORDS[origin], saved: sample };
    });
    const contract = sourceRef === '' ? undefined : findContract(sourceRef, contracts);
    const example = contract?.example;
    const steps = asksForSteps ? { steps: seen.outputs as Readonly<Record<string, Json>> } : {};
    return [
      ...saved,
      ...(example === undefined
        ? []
        : [{ id: 'contract', name: `Example of ${contract?.title}`, input: example, from: 'example' as const }]),
      ...(seen.input === undefined
        ? []
        : [{ id: 'run', name: 'Last run', input: seen.input as Json, from: 'last run' as const, ...steps }]),
    ];
  }, [tests, node, contracts, sourceRef, seen, asksForSteps]);
}

/** Whether a map may read what earlier steps gave. */
export function usesSteps(text: string): boolean {
  return /\bsteps\b/.test(text);
}
