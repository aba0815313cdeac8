import type { StepView } from '@lockstep/schema/api';
import { useMemo, useState } from 'react';
import { shownFirst } from './step-order.ts';

export interface FollowedStep {
  readonly step: StepView | undefined;
  /** Somebody reads: the step that is shown stays, whatever the run does. */
  readonly hold: () => void;
  /** Goes on with the run; absent where nobody holds a step, and where the run shows the same one. */
  readonly resume: (() => void) | undefined;
}

/** The step that is shown of a run: the chosen one, else the most telling one of this moment, until somebody reads it. */
export function useFollowedStep(steps: readonly StepView[], chosen: string | undefined): FollowedStep {
  const [held, setHeld] = useState<string>();
  const telling = useMemo(() => shownFirst(steps), [steps]);
  const step = useMemo(
    () => steps.find(({ node }) => node === (chosen ?? held)) ?? telling,
    [steps, chosen, held, telling],
  );
  const isAway = chosen === undefined && held !== undefined && telling?.node !== step?.node;
  return {
    step,
    hold: () => {
      if (chosen === undefined) setHeld(step?.node);
    },
    resume: isAway ? () => setHeld(undefined) : undefined,
  };
}
