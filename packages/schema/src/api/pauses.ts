import { z } from 'zod';
import { FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';

const ByFlow = z.object({ flowId: FlowId });
const By = z.string().min(1).max(120).default('analyst');

/** What the doors of a paused flow do: turn messages away (503 and Retry-After), or take them to run after the resume. */
export const PausedIngress = z.enum(['refuse', 'accept']);
export type PausedIngress = z.infer<typeof PausedIngress>;

/** Nothing new of the flow begins; runs under way go on. */
export const FlowPause = z.object({ ingress: PausedIngress, by: z.string(), at: z.iso.datetime() });
export type FlowPause = z.infer<typeof FlowPause>;

export const getPause = endpoint({
  id: 'getPause',
  method: 'get',
  path: '/flows/:flowId/pause',
  tag: 'Flows',
  summary: 'Tell whether a flow is paused, and how many messages wait for it to be resumed',
  params: ByFlow,
  ok: z.object({ paused: FlowPause.optional(), held: z.int() }),
  problems: ['not-found'],
});

export const pauseFlow = endpoint({
  id: 'pauseFlow',
  method: 'post',
  path: '/flows/:flowId/pause',
  tag: 'Flows',
  summary: 'Pause a flow: nothing new begins, schedules do not fire, runs under way go on',
  params: ByFlow,
  body: z.object({ ingress: PausedIngress, by: By }),
  ok: FlowPause,
  problems: ['not-found'],
});

export const resumeFlow = endpoint({
  id: 'resumeFlow',
  method: 'post',
  path: '/flows/:flowId/resume',
  tag: 'Flows',
  summary: 'Resume a paused flow: what waited begins, oldest first. A flow that is not paused stays as it is',
  params: ByFlow,
  body: z.object({ by: By }),
  ok: z.object({ released: z.int().describe('Messages that waited and begin now.') }),
  problems: ['not-found'],
});
