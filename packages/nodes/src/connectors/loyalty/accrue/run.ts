import type { RunNode } from '@lockstep/schema/node';
import { listAt, textAt } from '../../kit/read-json.ts';
import { accountPath, askSquare } from '../client.ts';
import { movementOf } from '../movement.ts';
import type { accruePoints } from './definition.ts';

export const runAccrue: RunNode<typeof accruePoints> = async ({ params }, ctx) => {
  const { connection, account, points, reference } = params;
  const { settings } = await ctx.connection(connection);
  const answer = await askSquare(ctx, connection, {
    method: 'POST',
    path: accountPath(account, '/accumulate'),
    body: {
      accumulate_points: { points },
      location_id: settings.locationId ?? '',
      idempotency_key: `lockstep:accrue:${reference}`,
    },
  });
  const entry = listAt(answer, 'events').find((event) => textAt(event, 'type') === 'ACCUMULATE_POINTS');
  return { port: 'accrued', value: movementOf(entry, 'accumulate_points', reference) };
};
