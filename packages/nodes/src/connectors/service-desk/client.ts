import type { StepContext } from '@lockstep/schema/node';
import type { Json, JsonObject } from '@lockstep/schema/run';
import { z } from 'zod';
import { askJson, type JsonRequest, type JsonSystem, unreadableAnswer } from '../kit/ask-json.ts';
import { listAt, textAt } from '../kit/read-json.ts';
import { originOf } from '../kit/url.ts';
import { zendeskHeaders } from './connection.ts';
import { failureOf, SYSTEM } from './failures.ts';

const zendesk: JsonSystem = { name: SYSTEM, code: 'zendesk', headers: zendeskHeaders, failureOf };

/** A ticket as far as we read it. */
const Found = z.looseObject({
  id: z.int(),
  url: z.string(),
  external_id: z.string().nullish(),
  status: z.enum(['new', 'open', 'pending', 'hold', 'solved', 'closed']),
  updated_at: z.string(),
});
export type Found = z.infer<typeof Found>;

export interface Place {
  readonly ctx: StepContext;
  readonly connection: string;
}

/** @throws StepError when the answer is no success or cannot be read; undefined for a GET that finds nothing */
export function askZendesk({ ctx, connection }: Place, request: JsonRequest): Promise<JsonObject | undefined> {
  return askJson(ctx, { system: zendesk, connection }, request);
}

/**
 * The ticket under this external id that can still be written to, the newest of several, and the newest closed one.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#list-tickets, `external_id`
 */
export async function findTickets(
  place: Place,
  externalId: string,
): Promise<{ readonly writable: Found | undefined; readonly closed: Found | undefined }> {
  const path = `/api/v2/tickets.json?external_id=${encodeURIComponent(externalId)}`;
  const answer = await askZendesk(place, { method: 'GET', path });
  const tickets = listAt(answer, 'tickets')
    .map((one) => readTicket(one, false))
    .toSorted((a, b) => b.id - a.id);
  const isClosed = ({ status }: Found): boolean => status === 'closed';
  return { writable: tickets.find((one) => !isClosed(one)), closed: tickets.find(isClosed) };
}

/** What we wrote into a ticket, by our references. */
export interface Told {
  readonly references: ReadonlySet<string>;
  /** The reference the ticket was opened with; absent where somebody else opened it. */
  readonly openedWith: string | undefined;
}

/**
 * Our references in the history of a ticket. They are kept there as metadata of its audits, which no customer sees.
 *
 * @see https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/, `metadata.custom`
 */
export async function toldBefore(place: Place, ticket: number): Promise<Told> {
  const references: (string | undefined)[] = [];
  let path: string | undefined = `/api/v2/tickets/${ticket}/audits.json?per_page=100`;
  while (path !== undefined && references.length < MOST_AUDITS) {
    const answer: JsonObject | undefined = await askZendesk(place, { method: 'GET', path });
    references.push(...listAt(answer, 'audits').map((one) => textAt(one, 'metadata', 'custom', 'lockstep')));
    const next: string | undefined = textAt(answer, 'next_page');
    path = next?.slice(originOf(next).length);
  }
  return { references: new Set(references.filter((one) => one !== undefined)), openedWith: references[0] };
}

/** A ticket with more is the work of a machine; Zendesk itself ends at 5,000 comments. */
const MOST_AUDITS = 5000;

/** @throws StepError when the answer holds no ticket */
export function readTicket(ticket: Json | undefined, write: boolean): Found {
  const found = Found.safeParse(ticket);
  if (!found.success) throw unreadableAnswer(zendesk, write);
  return found.data;
}
