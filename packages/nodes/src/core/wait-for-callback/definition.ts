import { MAX_PROMISE_MS } from '@lockstep/schema/graph';
import { defineNode } from '@lockstep/schema/node';
import { CallbackAnswer, Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Waits until another system answers at the step's own address, which any step before can send to it. */
export const waitForCallback = defineNode({
  type: 'wait-for-callback',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  parks: true,
  callback: true,
  params: z.object({
    timeoutMs: z
      .int()
      .min(100)
      .max(MAX_PROMISE_MS)
      .default(86_400_000)
      .describe('After this time the run goes on at "timeout".')
      .meta({ editor: 'duration-ms', label: 'Wait at most' }),
  }),
  input: Json,
  outputs: { received: CallbackAnswer, timeout: Json },
  ui: {
    label: 'Wait for callback',
    group: 'Wait',
    icon: 'link',
    summary: 'Own address, used once',
    description: 'Parks the run until another system answers at an address made for this step of this run.',
  },
});
