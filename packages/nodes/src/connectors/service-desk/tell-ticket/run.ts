import { type RunNode, StepError } from '@lockstep/schema/node';
import { askZendesk, findTickets, type Place, readTicket, toldBefore } from '../client.ts';
import { type Telling, tellAll, tellings } from '../tell.ts';
import { ticketOf } from '../ticket.ts';
import type { tellTicket } from './definition.ts';

export const runTellTicket: RunNode<typeof tellTicket> = async ({ params }, ctx) => {
  const { about } = params;
  const place = { ctx, connection: params.connection };
  const [first, ...rest] = tellings(params);
  if (!first)
    throw new StepError({
      kind: 'refused',
      category: 'validation',
      code: 'nothing-to-tell',
      message: '"Message to the customer" and "Internal note" are both empty: there is nothing to tell.',
    });
  const { writable: known, closed } = await findTickets(place, about);
  if (!known) {
    const opened = await open(place, first, params);
    return { port: 'opened', value: ticketOf(await tellAll(place, opened, rest), about, true) };
  }
  const { references, openedWith } = await toldBefore(place, known.id);
  const isOpen = known.status !== 'solved';
  const wanted = [first, ...rest].filter(({ comment }) => params.repeat || !isOpen || !comment.public);
  const untold = wanted.filter((telling) => !references.has(telling.reference));
  // A solved ticket is opened again by what is told of it; an open one keeps the state its agents gave it.
  const changed = await tellAll(place, known, untold, isOpen ? undefined : 'open');
  const port = openedWith === first.reference ? 'opened' : 'told';
  return { port, value: ticketOf(changed, about, untold.length > 0) };

  function open(at: Place, { reference: mark, comment }: Telling, form: typeof params) {
    const { subject, priority, requester, tags } = form;
    return askZendesk(at, {
      method: 'POST',
      path: '/api/v2/tickets.json',
      // Of two runs that both find no ticket one opens it; the other is refused, and finds it at its next attempt.
      headers: { 'idempotency-key': `lockstep:${encodeURIComponent(about)}:${closed?.id ?? 0}` },
      body: {
        ticket: {
          subject,
          external_id: about,
          comment,
          priority,
          tags: listOf(tags),
          ...(requester !== '' && { requester: { email: requester, name: requester } }),
          metadata: { lockstep: mark },
        },
      },
    }).then((answer) => readTicket(answer?.ticket, true));
  }
};

/** Zendesk's tags have no spaces. */
function listOf(tags: string): string[] {
  return tags
    .split(',')
    .map((tag) => tag.trim().toLowerCase().replace(/\s+/g, '_'))
    .filter((tag) => tag !== '');
}
