import { z } from 'zod';
import { FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';
import { RunCounts } from './flows.ts';

/** What flows take messages from and give them to: a connection, or a topic. */
export const LandscapeEnd = z.object({
  /** `connection:<id>` or `topic:<name>`. */
  id: z.string(),
  kind: z.enum(['connection', 'topic']),
  /** Id of the connection, name of the topic. */
  name: z.string(),
});
export type LandscapeEnd = z.infer<typeof LandscapeEnd>;

export const LandscapeFlow = z.object({
  flowId: FlowId,
  name: z.string(),
  /** Ends whose messages begin it. */
  from: z.array(z.string()),
  /** Ends its steps speak to, or those of the flows it begins. */
  to: z.array(z.string()),
  /** Other flows begin it, and nothing else does: its ends are theirs. */
  called: z.boolean(),
  /** Runs accepted since `since`. */
  runs: RunCounts,
});
export type LandscapeFlow = z.infer<typeof LandscapeFlow>;

export const getLandscape = endpoint({
  id: 'getLandscape',
  method: 'get',
  path: '/landscape',
  tag: 'Operations',
  summary:
    'Tell which systems and topics the published flows lead from and to, and how much went through in the last ten minutes',
  ok: z.object({
    since: z.iso.datetime(),
    ends: z.array(LandscapeEnd),
    flows: z.array(LandscapeFlow),
  }),
  problems: [],
});
