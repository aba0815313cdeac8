import { hasConsent } from '@lockstep/schema/customers';
import type { RunNode } from '@lockstep/schema/node';
import type { checkConsent } from './definition.ts';

export const runCheckConsent: RunNode<typeof checkConsent> = async ({ params }, ctx) => {
  const { customer, purpose, channel } = params;
  const found = await ctx.customers.find(customer.includes('@') ? { email: customer } : { id: customer });
  if (!found) return { port: 'unknown', value: { purpose } };
  if (hasConsent(found.golden, purpose)) return { port: 'granted', value: { customer: found.id, purpose } };
  const { runId, flowId, nodeId: node } = ctx;
  const by = { runId, flowId, node };
  await ctx.customers.noteBlocked({ id: found.id, needs: purpose, system: channel, effectKey: ctx.key, by });
  return { port: 'refused', value: { customer: found.id, purpose } };
};
