import { z } from 'zod';
import { FlowId } from '../graph/ids.ts';
import { endpoint } from './endpoint.ts';

const Instant = z.iso.datetime();

/** How often a page that has a flow open says so. */
export const PRESENCE_BEAT_MS = 5_000;
/** Without a word for so long, a page counts as closed. */
export const PRESENCE_LAPSE_MS = 15_000;
/** A writer who has changed nothing for so long can be taken over. */
export const TAKE_OVER_AFTER_MS = 20_000;

/** A page of the designer that has the draft of a flow open. */
export const Present = z.object({
  /** One page: drawn by the page itself, kept for as long as it lives. */
  session: z.string(),
  name: z.string(),
  /** It alone saves the draft. */
  writes: z.boolean(),
  since: Instant,
  /** Its last change. */
  activeAt: Instant,
});
export type Present = z.infer<typeof Present>;

export const beatPresence = endpoint({
  id: 'beatPresence',
  method: 'post',
  path: '/flows/:flowId/presence',
  tag: 'Flows',
  summary: 'Say that a page has the draft of a flow open; the first one writes, the others look on',
  params: z.object({ flowId: FlowId }),
  body: z.object({
    session: z.string().min(8).max(64),
    name: z.string().trim().min(1).max(120),
    /** The page is being closed. */
    leave: z.boolean().optional(),
    /** Write in the place of who writes now; allowed once that page has changed nothing for 20 seconds. */
    take: z.boolean().optional(),
  }),
  ok: z.object({
    people: z.array(Present),
    /** Clock of the server, for `activeAt`. */
    now: Instant,
  }),
  problems: ['not-found', 'draft-held'],
});
