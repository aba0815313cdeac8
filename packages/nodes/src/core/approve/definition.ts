import { MAX_PROMISE_MS } from '@lockstep/schema/graph';
import { defineNode } from '@lockstep/schema/node';
import { ApprovalOutcome, Json } from '@lockstep/schema/run';
import { z } from 'zod';

/** Puts a question to a person and waits for the answer. */
export const approve = defineNode({
  type: 'approve',
  version: 1,
  kind: 'step',
  effect: 'none',
  strategies: [],
  parks: true,
  params: z.object({
    title: z
      .string()
      .min(1)
      .max(300)
      .describe('What is to be decided, in one line.')
      .meta({ label: 'Title', placeholder: "='Credit ' + input.amount + ' for ' + input.order + '?'" }),
    details: Json.optional()
      .describe('What the person should see. Empty: the message.')
      .meta({ editor: 'json', label: 'Details', placeholder: '=input' }),
    assignee: z
      .string()
      .max(120)
      .optional()
      .describe('Who should answer: a person or a team.')
      .meta({ label: 'For', placeholder: 'Returns team' }),
    deadlineMs: z
      .int()
      .min(100)
      .max(MAX_PROMISE_MS)
      .default(259_200_000)
      .describe('After this time the run goes on at "timeout", and no answer is taken any more.')
      .meta({ editor: 'duration-ms', label: 'Answer within' }),
  }),
  input: Json,
  outputs: { approved: ApprovalOutcome, rejected: ApprovalOutcome, timeout: Json },
  ui: {
    label: 'Approve',
    group: 'Wait',
    icon: 'user-check',
    summary: '{title}',
    description: 'Asks a person to approve or reject, with a comment, and waits for the answer.',
  },
});
