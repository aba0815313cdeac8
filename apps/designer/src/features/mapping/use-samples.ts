import { findContract } from '@lockstep/schema/contracts';
import type { Json } from '@lockstep/schema/run';
import { useMemo } from 'react';
import { useSeenData } from '../../parts/use-seen-data.ts';
import { useFlowState } from '../../stores/FlowStoreProvider.tsx';
import type { MapWork } from './use-map.ts';

export interface Sample {
  readonly id: string;
  readonly name: string;
  readonly input: Json;
  /** Where it comes from, in a word or two. */
  readonly from: 'saved' | 'contract' | 'last run';
}

/** What a map is tried on: samples saved for its step, the example of its source contract, and what the newest run gave it. */
export function useSamples({ node, contracts, sourceRef }: MapWork): readonly Sample[] {
  const flow = useFlowState((state) => state.flow);
  const seen = useSeenData(flow, node.id);
  return useMemo(() => {
    const before = new Set(flow.edges.filter(({ to }) => to === node.id).map(({ from }) => from));
    const isFirst = [...before].some((id) => !flow.edges.some(({ to }) => to === id));
    const saved = flow.tests
      .filter((test) => test.node === node.id || (isFirst && (test.node === undefined || before.has(test.node))))
      .map(({ id, name, message }): Sample => ({ id, name, input: message, from: 'saved' }));
    const contract = sourceRef === '' ? undefined : findContract(sourceRef, contracts);
    const example = contract?.example;
    return [
      ...saved,
      ...(example === undefined
        ? []
        : [{ id: 'contract', name: `Example of ${contract?.title}`, input: example, from: 'contract' as const }]),
      ...(seen.input === undefined
        ? []
        : [{ id: 'run', name: 'Last run', input: seen.input as Json, from: 'last run' as const }]),
    ];
  }, [flow, node.id, contracts, sourceRef, seen.input]);
}
