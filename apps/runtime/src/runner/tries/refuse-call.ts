import { StepError } from '@lockstep/schema/node';

/** A try has no run that another flow could come back to. */
export async function refuseCall(): Promise<never> {
  throw new StepError({
    kind: 'flow',
    category: 'system',
    code: 'try-calls',
    message: 'A step that calls a flow cannot do so in a try: make a test run.',
  });
}
