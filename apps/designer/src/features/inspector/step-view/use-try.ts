import type { OkOf } from '@lockstep/schema/api';
import { type TriedStep, type TryReach, type TrySource, tryFlow } from '@lockstep/schema/api';
import { useState } from 'react';
import { useSend } from '../../../api/index.ts';
import { useFlowStoreApi } from '../../../stores/FlowStoreProvider.tsx';

/** The last try, and what came of it. */
export interface LastTry {
  readonly reach: TryReach;
  readonly node: string;
  readonly answer?: OkOf<typeof tryFlow>;
  readonly refused?: string;
}

/** Tries the step as it is drawn now. */
export function useTry() {
  const store = useFlowStoreApi();
  const [last, setLast] = useState<LastTry>();
  const { send, pending } = useSend(tryFlow);
  const start = async (ask: {
    readonly node: string;
    readonly reach: TryReach;
    readonly source: TrySource;
    readonly real: readonly string[];
  }) => {
    const { flow } = store.getState();
    const { node, reach } = ask;
    const answer = await send({ params: { flowId: flow.id }, body: { flow, ...ask, real: [...ask.real] } });
    setLast(
      answer.ok
        ? { node, reach, answer: answer.value }
        : { node, reach, refused: answer.problem.detail ?? answer.problem.title },
    );
  };
  return { last, start, pending, clear: () => setLast(undefined) };
}

/** What the last try says about a step: of a step in a scope, about its last item. */
export function triedStep(last: LastTry | undefined, node: string): TriedStep | undefined {
  return last?.answer?.steps.findLast((step) => step.node === node);
}
