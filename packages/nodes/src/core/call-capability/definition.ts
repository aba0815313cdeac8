import { capabilities, findCapability } from '@lockstep/schema/capabilities';
import { type CapabilityCall, defineNode } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** A capability by its name. */
export const Capability = z.enum(capabilities.map(({ name }) => name));
/** What the capabilities are called in a form. */
export const capabilityWords = Object.fromEntries(capabilities.map(({ name, title }) => [name, title]));

/**
 * Calls whichever flow serves a capability: one step here, a run of its own there. Which flow that is, the binding says that
 * was in force when the run began. The called run is created once for this step, so its key is the strategy.
 */
export const callCapability = defineNode({
  type: 'call-capability',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  parks: true,
  asks: ({ capability, mode = 'wait' }): CapabilityCall | undefined => {
    const asked = findCapability(capability);
    return asked && { capability: asked.name, mode: mode === 'start' ? 'start' : 'wait' };
  },
  carries: ({ capability, mode = 'wait' }) => {
    const asked = findCapability(capability);
    return asked && mode === 'wait' ? { out: { contract: asked.output } } : {};
  },
  params: z.object({
    capability: Capability.describe('What is asked for. A binding says which flow serves it.').meta({
      label: 'Capability',
      fixed: true,
      words: capabilityWords,
    }),
    mode: z
      .enum(['wait', 'start'])
      .default('wait')
      .describe('Wait for the answer and go on with it, or only start the run that serves.')
      .meta({ label: 'Then', fixed: true, words: { wait: 'Wait for the answer', start: 'Go on at once' } }),
    message: Json.optional()
      .describe("The request, in the capability's own words. Empty: the message.")
      .meta({ editor: 'json', label: 'Request', placeholder: '=input' }),
    businessKey: z
      .union([z.string().max(200), z.number()])
      .optional()
      .describe('What people call the called run by, and what a share is split by. Empty: as the request says.')
      .meta({ editor: 'text', label: 'Business key', placeholder: '=input.reference' }),
  }),
  input: Json,
  outputs: { out: Json },
  ui: {
    label: 'Call capability',
    group: 'Route',
    icon: 'plug',
    summary: '{capability}',
    description:
      'Asks for something that a system can do, without saying which system: a binding says which flow serves it.',
  },
});
