import type { PreviewResult } from '@lockstep/schema/api';
import { findContract } from '@lockstep/schema/contracts';
import type { MapSample } from '@lockstep/schema/graph';
import { expectationOf, maskSample } from '@lockstep/schema/samples';
import { useFlowStoreApi } from '../../stores/FlowStoreProvider.tsx';
import { toast } from '../../ui/index.ts';
import { type NewSample, noRoomFor, samplesEdit, withNew } from './sample-edits.ts';
import type { MapWork } from './use-map.ts';
import type { Sample } from './use-samples.ts';

export interface SampleEdits {
  /** Answers the id of the first one; undefined when the flow has no room for them, which is told. */
  readonly add: (samples: readonly NewSample[]) => string | undefined;
  readonly remove: (sample: Sample) => void;
  /** What the map gives now is what it must give from now on. */
  readonly accept: (sample: Sample, result: PreviewResult) => void;
  /** From now on it must only give a result that fits. */
  readonly expectNothing: (sample: Sample) => void;
  /** Saves what was only looked at; what is personal in a message of a run is masked. Answers its id. */
  readonly keep: (sample: Sample) => string | undefined;
}

/** What a person does with the samples of a map; each is one gesture that undo takes back. */
export function useSampleEdits({ node, sourceRef, contracts }: MapWork): SampleEdits {
  const store = useFlowStoreApi();
  const change = (label: string, how: (samples: readonly MapSample[]) => readonly MapSample[]): void => {
    const { flow, edit } = store.getState();
    edit(samplesEdit(flow, node.id, how), { label });
  };
  const replace = (label: string, id: string, how: (sample: MapSample) => MapSample): void =>
    change(label, (samples) => samples.map((each) => (each.id === id ? how(each) : each)));
  const add: SampleEdits['add'] = (samples) => {
    const refusal = noRoomFor(store.getState().flow, samples);
    if (refusal !== undefined) {
      toast({ kind: 'failed', title: 'Not added', detail: refusal });
      return undefined;
    }
    let first: string | undefined;
    const [one] = samples;
    const label = samples.length === 1 ? `save sample “${one?.name}”` : `save ${samples.length} samples`;
    change(label, (before) => {
      const after = withNew(before, samples);
      first = after[before.length]?.id;
      return after;
    });
    return first;
  };
  return {
    add,
    remove: ({ id, name }) => change(`remove sample “${name}”`, (samples) => samples.filter((each) => each.id !== id)),
    accept: ({ id, name }, result) =>
      replace(`accept the result of “${name}”`, id, (sample) => ({ ...sample, expect: expectationOf(result) })),
    expectNothing: ({ id, name }) => replace(`expect nothing of “${name}”`, id, ({ expect: _, ...sample }) => sample),
    keep: ({ name, input, from, steps }) => {
      const contract = sourceRef === '' ? undefined : findContract(sourceRef, contracts);
      if (from === 'example') return add([{ name, input, origin: 'contract' }]);
      const masked = maskSample(contract?.schema, input).value;
      return add([{ name, input: masked, origin: 'run', ...(steps && { steps: maskedSteps(steps) }) }]);
    },
  };
}

/** No contract says what is personal in what earlier steps gave, so everything is masked. */
export function maskedSteps(steps: NonNullable<Sample['steps']>): NonNullable<MapSample['steps']> {
  return Object.fromEntries(Object.entries(steps).map(([id, output]) => [id, maskSample(undefined, output).value]));
}
