import { VersionRange } from '@lockstep/schema/graph';
import { defineNode, type FlowCall } from '@lockstep/schema/node';
import { Json } from '@lockstep/schema/run';
import { z } from 'zod';

const Params = z.object({
  flow: z.string().min(1).describe('Flow to call. It needs the start "Called by a flow".').meta({
    editor: 'flow',
    label: 'Flow',
    placeholder: 'reserve-stock',
    fixed: true,
  }),
  versions: VersionRange.default('latest')
    .describe('Which of its versions will do. The newest that fits is called.')
    .meta({ editor: 'version-range', label: 'Version', placeholder: 'latest', fixed: true }),
  resolve: z
    .enum(['run', 'publish'])
    .default('run')
    .describe('When the version is chosen: at each call, or once when this flow is published.')
    .meta({
      label: 'Choose the version',
      fixed: true,
      words: { run: 'At each call', publish: 'Once, when this flow is published' },
    }),
  mode: z
    .enum(['wait', 'start'])
    .default('wait')
    .describe('Wait for the end of the called run and go on with what it returns, or only start it.')
    .meta({ label: 'Then', fixed: true, words: { wait: 'Wait for what it returns', start: 'Go on at once' } }),
  message: Json.optional()
    .describe('What the flow is called with. Empty: the message.')
    .meta({ editor: 'json', label: 'Message', placeholder: '=input' }),
  businessKey: z
    .union([z.string().max(200), z.number()])
    .optional()
    .describe('What people call the called run by. Empty: as this run.')
    .meta({ editor: 'text', label: 'Business key', placeholder: '=input.orderNumber' }),
});

/**
 * Calls another flow: one step here, a run of its own there. The called run is created once for this step, so its key is
 * the strategy.
 */
export const callFlow = defineNode({
  type: 'call-flow',
  version: 1,
  kind: 'step',
  effect: 'write',
  strategies: ['key'],
  parks: true,
  calls: (params): FlowCall | undefined => {
    const { flow, versions = 'latest', resolve = 'run', mode = 'wait' } = params;
    if (typeof flow !== 'string' || flow === '' || typeof versions !== 'string') return undefined;
    return {
      flowId: flow,
      versions,
      resolve: resolve === 'publish' ? 'publish' : 'run',
      mode: mode === 'start' ? 'start' : 'wait',
    };
  },
  params: Params,
  input: Json,
  outputs: { out: Json },
  ui: {
    label: 'Call flow',
    group: 'Route',
    icon: 'workflow',
    summary: '{flow}, {versions}',
    description: 'Runs another flow as a sub-flow and goes on with what it returns, or only starts it.',
  },
});
