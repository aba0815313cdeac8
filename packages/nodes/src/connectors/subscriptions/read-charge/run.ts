import type { RunNode } from '@lockstep/schema/node';
import { readCharge } from '../client.ts';
import type { readChargeStep } from './definition.ts';

export const runReadCharge: RunNode<typeof readChargeStep> = async ({ params }, ctx) => {
  const found = await readCharge(ctx, params);
  if (!found) return { port: 'missing', value: { charge: params.charge } };
  return { port: 'charge', value: { ...found, id: params.charge, status: String(found.status) } };
};
