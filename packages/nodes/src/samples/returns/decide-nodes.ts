import type { FlowNode } from '@lockstep/schema/graph';
import { step, tell } from './nodes.ts';
import { POLICY_SCRIPT } from './policy.ts';

const DAY_MS = 86_400_000;

/** From the request to the decision: the policy, a person where it asks for one, and what both leave behind. */
export const decideNodes: readonly FlowNode[] = [
  step('asked', 'webhook', 'Return requested', {
    path: 'returns/refunds',
    verify: { scheme: 'none' },
    dedupe: '=input.rma',
    businessKey: '=input.rma',
    respond: 'accepted',
  }),
  step('policy', 'map', 'What the policy says', { script: POLICY_SCRIPT }),
  tell('open', 'Open the case', {
    title:
      "=steps.asked.customer + ', order ' + steps.asked.order.name + ': ' + steps.asked.lines.map(({ sku, quantity }) => quantity + ' × ' + sku).join(', ')",
    state: 'requested',
    documents: '=[{ type: "order", id: steps.asked.order.name, system: "shopify" }]',
    expected: [{ name: 'decided', withinMs: 3 * DAY_MS }],
    visible: true,
  }),
  step('way', 'switch', 'Who decides?', {
    cases: [
      { name: 'accept', when: "=steps.policy.decision === 'accept'" },
      { name: 'ask', when: "=steps.policy.decision === 'ask'" },
    ],
  }),
  step('ask', 'approve', 'Take it back?', {
    title: "='Give ' + steps.policy.amount + ' ' + steps.policy.currency + ' back for ' + steps.asked.rma + '?'",
    details: '=({ ...steps.asked, policy: steps.policy.why })',
    assignee: '=steps.policy.role',
    deadlineMs: 3 * DAY_MS,
  }),
  step('decided', 'send-event', 'Write down: accepted', {
    topic: 'return.decided',
    key: '=steps.asked.rma',
    eventId: "=steps.asked.rma + '#accepted'",
    payload:
      "={ decision: 'accepted', by: input.by ?? 'policy', comment: input.comment ?? '', why: steps.policy.why, amount: steps.policy.amount, currency: steps.policy.currency, limit: steps.policy.limit, days: steps.policy.days, windowDays: steps.policy.windowDays }",
  }),
  tell('approved', 'Accepted', {
    state: 'approved',
    reached: [{ name: 'decided' }],
    note: '=steps.policy.why',
  }),
  step('turned-down', 'send-event', 'Write down: turned down', {
    topic: 'return.decided',
    key: '=steps.asked.rma',
    eventId: "=steps.asked.rma + '#turned-down'",
    payload:
      "={ decision: 'turned down', by: input.by ?? 'policy', comment: input.comment ?? '', why: steps.policy.why, amount: steps.policy.amount, currency: steps.policy.currency, limit: steps.policy.limit, days: steps.policy.days, windowDays: steps.policy.windowDays }",
  }),
  tell('rejected', 'Turned down', {
    state: 'rejected',
    reached: [{ name: 'decided' }],
    note: '=steps.policy.why',
    visible: true,
  }),
  step('unanswered', 'fail', 'Nobody answered', {
    kind: 'refused',
    code: 'return-unanswered',
    message: "='Nobody decided about ' + steps.asked.rma + ' in three days.'",
  }),
];
