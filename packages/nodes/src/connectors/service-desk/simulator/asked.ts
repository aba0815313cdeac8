import { z } from 'zod';

const Comment = z.strictObject({ body: z.string().min(1).max(65_536), public: z.boolean().default(true) });
const Status = z.enum(['new', 'open', 'pending', 'hold', 'solved', 'closed']);
const Priority = z.enum(['low', 'normal', 'high', 'urgent']);
const Metadata = z.record(z.string(), z.string()).default({});

/** `POST /api/v2/tickets.json` */
export const NewTicket = z.strictObject({
  ticket: z.strictObject({
    subject: z.string().max(255).optional(),
    external_id: z.string().max(255).optional(),
    comment: Comment,
    priority: Priority.optional(),
    status: Status.default('new'),
    tags: z.array(z.string().regex(/^\S+$/, 'must not have spaces')).default([]),
    requester: z.strictObject({ email: z.email(), name: z.string() }).optional(),
    metadata: Metadata,
  }),
});

/** `PUT /api/v2/tickets/{id}.json` */
export const TicketChange = z.strictObject({
  ticket: z.strictObject({
    comment: Comment.optional(),
    priority: Priority.optional(),
    status: Status.optional(),
    metadata: Metadata,
    safe_update: z.boolean().default(false),
    updated_stamp: z.string().optional(),
  }),
});
