import type { JsonObject } from '@lockstep/schema/run';
import { askZendesk, type Found, type Place, readTicket } from './client.ts';

/** One comment, once: for the customer, or for the agents only. */
export interface Telling {
  readonly reference: string;
  readonly comment: { readonly body: string; readonly public: boolean };
}

/** The message, then the note; each has a reference of its own, so that an attempt that broke off between them goes on there. */
export function tellings({
  reference,
  message,
  note,
}: {
  readonly reference: string;
  readonly message: string;
  readonly note: string;
}): readonly Telling[] {
  return [
    ...(message === '' ? [] : [{ reference, comment: { body: message, public: true } }]),
    ...(note === '' ? [] : [{ reference: `${reference}/note`, comment: { body: note, public: false } }]),
  ];
}

/**
 * Writes comments into a ticket, the last one together with its new status. Each holds only as long as nobody else changed the ticket
 * since it was read: a second attempt that overtakes the first cannot write the same.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#protecting-against-ticket-update-collisions
 */
export async function tellAll(
  place: Place,
  ticket: Found,
  wanted: readonly Telling[],
  status?: Found['status'],
): Promise<Found> {
  let current = ticket;
  for (const [index, { reference, comment }] of wanted.entries()) {
    const change: JsonObject = {
      comment,
      metadata: { lockstep: reference },
      ...(status !== undefined && index === wanted.length - 1 && { status }),
      safe_update: true,
      updated_stamp: current.updated_at,
    };
    const path = `/api/v2/tickets/${current.id}.json`;
    const answer = await askZendesk(place, { method: 'PUT', path, body: { ticket: change } });
    current = readTicket(answer?.ticket, true);
  }
  return current;
}
