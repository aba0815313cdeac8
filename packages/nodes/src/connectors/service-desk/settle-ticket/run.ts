import { type RunNode, StepError } from '@lockstep/schema/node';
import { findTickets, toldBefore } from '../client.ts';
import { tellAll, tellings } from '../tell.ts';
import { ticketOf } from '../ticket.ts';
import type { settleTicket } from './definition.ts';

export const runSettleTicket: RunNode<typeof settleTicket> = async ({ params }, ctx) => {
  const { about, solve } = params;
  const place = { ctx, connection: params.connection };
  const wanted = tellings(params);
  if (wanted.length === 0)
    throw new StepError({
      kind: 'refused',
      category: 'validation',
      code: 'nothing-to-tell',
      message: '"Message to the customer" and "Internal note" are both empty: a ticket is not solved without a word.',
    });
  const { writable: known } = await findTickets(place, about);
  if (!known) return { port: 'no-ticket', value: { about } };
  const { references } = await toldBefore(place, known.id);
  // What a solved ticket has told its customer is not told again.
  const isSolved = known.status === 'solved';
  const untold = wanted.filter(({ reference, comment }) => !references.has(reference) && !(isSolved && comment.public));
  const changed = await tellAll(place, known, untold, solve ? 'solved' : undefined);
  return { port: 'settled', value: ticketOf(changed, about, untold.length > 0) };
};
