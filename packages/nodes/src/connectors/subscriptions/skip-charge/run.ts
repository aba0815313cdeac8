import { type RunNode, StepError } from '@lockstep/schema/node';
import { at, listAt } from '../../kit/read-json.ts';
import { readCharge, skip } from '../client.ts';
import type { skipCharge } from './definition.ts';

export const runSkipCharge: RunNode<typeof skipCharge> = async ({ params }, ctx) => {
  const { charge } = params;
  const known = await readCharge(ctx, params);
  if (!known) {
    throw new StepError({
      kind: 'refused',
      category: 'business',
      code: 'charge-unknown',
      message: `Recharge has no charge ${charge}.`,
    });
  }
  const status = String(known.status);
  if (status === 'skipped') return { port: 'skipped', value: { charge, changed: false } };
  if (status !== 'queued') return { port: 'too-late', value: { charge, status } };
  const items = listAt(known, 'line_items').flatMap((line) => {
    const item = at(line, 'purchase_item_id');
    return typeof item === 'number' ? [item] : [];
  });
  await skip(ctx, params, items);
  return { port: 'skipped', value: { charge, changed: true } };
};
