import { type RunNode, StepError } from '@lockstep/schema/node';
import { at } from '../../kit/read-json.ts';
import { readAccount } from '../account.ts';
import { accountPath, askSquare } from '../client.ts';
import { movementOf } from '../movement.ts';
import type { reversePoints } from './definition.ts';

export const runReverse: RunNode<typeof reversePoints> = async ({ params }, ctx) => {
  const { connection, account, points, reference, whenShort } = params;
  try {
    const answer = await askSquare(ctx, connection, {
      method: 'POST',
      path: accountPath(account, '/adjust'),
      body: {
        adjust_points: { points: -points, reason: reference },
        allow_negative_balance: whenShort === 'below-zero',
        idempotency_key: `lockstep:reverse:${reference}`,
      },
    });
    return { port: 'reversed', value: movementOf(at(answer, 'event'), 'adjust_points', reference) };
  } catch (error) {
    const mayBeShort = error instanceof StepError && error.failure.code === 'loyalty-refused' && whenShort === 'leave';
    if (!mayBeShort) throw error;
    // Square says BAD_REQUEST of a balance too low as of anything else that is wrong: the balance tells which it was.
    const balance = (await readAccount(ctx, connection, account))?.balance;
    if (balance === undefined || balance >= points) throw error;
    return { port: 'short', value: { account, balance, points, reference } };
  }
};
