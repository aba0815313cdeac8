import { z } from 'zod';
import { RunStatus } from '../run/events.ts';

/** Address of the server-sent event stream, below `/api`. Query `run` narrows it to one run. `Last-Event-ID` resumes. */
export const LIVE_PATH = '/events';

/**
 * What the stream says: something changed, fetch it. Event names are the `type`; data is this object as JSON.
 * `run.changed` is sent at most a few times a second for each run.
 */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('run.changed'),
    runId: z.string(),
    flowId: z.string(),
    status: RunStatus,
    at: z.number(),
  }),
  z.object({
    type: z.literal('exception.changed'),
    id: z.string(),
    runId: z.string(),
    flowId: z.string(),
    open: z.int(),
  }),
  z.object({ type: z.literal('flow.changed'), flowId: z.string() }),
  /** A page opened or left the draft of a flow, or another one writes it. */
  z.object({ type: z.literal('presence.changed'), flowId: z.string() }),
  /** An import replaced the draft, whoever has it open. */
  z.object({ type: z.literal('draft.replaced'), flowId: z.string(), by: z.string(), revision: z.int() }),
  /** A review was asked for, talked about or decided. */
  z.object({ type: z.literal('review.changed'), flowId: z.string() }),
  /** A version of a table was published, or a code was put down or settled; `unmapped`: codes of all tables that wait for a person. */
  z.object({ type: z.literal('table.changed'), table: z.string(), unmapped: z.int() }),
  z.object({ type: z.literal('variable.changed'), name: z.string() }),
  /** Another binding is in force. */
  z.object({ type: z.literal('capability.changed'), capability: z.string() }),
  /** The audit found messages of a flow unaccounted for (`missing` is not 0), or found them in order again. */
  z.object({ type: z.literal('ledger.changed'), flowId: z.string(), missing: z.int() }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
