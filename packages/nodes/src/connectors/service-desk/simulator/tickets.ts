import type { z } from 'zod';
import type { Clock } from '../../../simulators/kit/clock.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import type { NewTicket, TicketChange } from './asked.ts';

export interface Audit {
  readonly id: number;
  readonly ticket_id: number;
  readonly created_at: string;
  readonly metadata: { readonly custom: Readonly<Record<string, string>> };
  readonly events: readonly object[];
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly public: boolean;
  readonly created_at: string;
}

export interface TicketView {
  readonly id: number;
  readonly url: string;
  readonly external_id: string | null;
  readonly subject: string;
  readonly status: string;
  readonly priority: string | null;
  readonly tags: readonly string[];
  readonly requester: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

interface Kept {
  view: TicketView;
  readonly audits: Audit[];
  readonly comments: Comment[];
}

type Asked = z.infer<typeof NewTicket>['ticket'];
type Change = z.infer<typeof TicketChange>['ticket'];

/** Tickets with their comments, and an audit for each change. Stamps of a ticket only grow, so that each change has its own. */
export function createTickets({
  clock,
  keep,
  origin,
}: {
  readonly clock: Clock;
  readonly keep: number;
  readonly origin: () => string;
}) {
  const tickets = keepLast<number, Kept>(keep);
  let last = { ticket: 0, audit: 900_000, comment: 700_000 };
  const stampAfter = (earlier: string | undefined): string => {
    const floor = earlier === undefined ? 0 : Date.parse(earlier) + 1000;
    // Zendesk's stamps are whole seconds.
    return `${new Date(Math.max(Math.floor(clock() / 1000) * 1000, floor)).toISOString().slice(0, 19)}Z`;
  };

  const write = (
    kept: Kept,
    { comment, metadata, status }: Pick<Asked, 'metadata'> & Partial<Change>,
    type: string,
  ): Audit => {
    last = { ...last, audit: last.audit + 1 };
    const events: object[] = [];
    if (comment) {
      last = { ...last, comment: last.comment + 1 };
      kept.comments.push({ id: last.comment, ...comment, created_at: kept.view.updated_at });
      events.push({ id: last.comment, type: 'Comment', body: comment.body, public: comment.public });
    }
    if (status !== undefined) events.push({ type, field_name: 'status', value: status });
    const audit = {
      id: last.audit,
      ticket_id: kept.view.id,
      created_at: kept.view.updated_at,
      metadata: { custom: metadata },
      events,
    };
    kept.audits.push(audit);
    return audit;
  };

  return {
    all: () => tickets.values().map(({ view, comments }) => ({ ...view, comments })),
    find: (id: number) => tickets.get(id),
    about: (externalId: string | undefined) =>
      tickets
        .values()
        .filter(({ view }) => externalId === undefined || view.external_id === externalId)
        .map(({ view }) => view),
    open: (asked: Asked): { readonly ticket: TicketView; readonly audit: Audit } => {
      last = { ...last, ticket: last.ticket + 1 };
      const at = stampAfter(undefined);
      const view: TicketView = {
        id: last.ticket,
        url: `${origin()}/api/v2/tickets/${last.ticket}.json`,
        external_id: asked.external_id ?? null,
        subject: asked.subject ?? asked.comment.body.slice(0, 100),
        status: asked.status,
        priority: asked.priority ?? null,
        tags: asked.tags,
        requester: asked.requester?.email ?? null,
        created_at: at,
        updated_at: at,
      };
      const kept = { view, audits: [], comments: [] };
      tickets.set(view.id, kept);
      return { ticket: view, audit: write(kept, asked, 'Create') };
    },
    change: (kept: Kept, change: Change): { readonly ticket: TicketView; readonly audit: Audit } => {
      const { status = kept.view.status, priority = kept.view.priority } = change;
      kept.view = { ...kept.view, status, priority, updated_at: stampAfter(kept.view.updated_at) };
      return { ticket: kept.view, audit: write(kept, change, 'Change') };
    },
  };
}
