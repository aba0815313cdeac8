import type { RunNode } from '@lockstep/schema/node';
import { at, textAt } from '../../kit/read-json.ts';
import { askSupplier, unreadable } from '../client.ts';
import { errorsOf, saidBy } from '../failures.ts';
import type { checkTransaction } from './definition.ts';

export const runCheckTransaction: RunNode<typeof checkTransaction> = async ({ params }, ctx) => {
  const { connection, transactionId } = params;
  const path = `/transactions/v1/transactions/${encodeURIComponent(transactionId)}`;
  const { body } = await askSupplier(ctx, connection, { method: 'GET', path });
  const status = at(body, 'payload', 'transactionStatus');
  switch (textAt(status, 'status')) {
    case 'Success':
      return { port: 'taken', value: { transactionId } };
    case 'Processing':
      return { port: 'processing', value: { transactionId } };
    case 'Failure': {
      const errors = [...errorsOf(status)];
      return { port: 'refused', value: { transactionId, reason: saidBy(errors), errors } };
    }
    default:
      throw unreadable(false);
  }
};
