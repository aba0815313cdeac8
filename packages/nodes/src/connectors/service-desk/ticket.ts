import { originOf } from '../kit/url.ts';
import type { Found } from './client.ts';
import type { Ticket } from './params.ts';

/** What a step gives of a ticket. The address in answers is that of the API; agents look below `/agent`. */
export function ticketOf({ id, url, status }: Found, about: string, written: boolean): Ticket {
  return {
    about,
    ticket: id,
    url: `${originOf(url)}/agent/tickets/${id}`,
    status,
    written,
    identifiers: [{ system: 'zendesk', value: String(id) }],
  };
}
