import type { ReviewStatus } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });
const now = sql`clock_timestamp()`;

/** Pages that have the draft of a flow open. */
export const flowPresence = pgTable(
  'flow_presence',
  {
    flowId: text('flow_id').notNull(),
    session: text('session').notNull(),
    name: text('name').notNull(),
    writes: boolean('writes').notNull().default(false),
    openedAt: instant('opened_at').notNull().default(now),
    seenAt: instant('seen_at').notNull().default(now),
    activeAt: instant('active_at').notNull().default(now),
  },
  (table) => [
    primaryKey({ columns: [table.flowId, table.session] }),
    uniqueIndex('flow_presence_writer').on(table.flowId).where(sql`writes`),
  ],
);

/** Reviews before publishing; never removed. */
export const flowReviews = pgTable(
  'flow_reviews',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    flowId: text('flow_id').notNull(),
    hash: text('hash').notNull(),
    document: json('document').$type<Flow>().notNull(),
    basedOn: integer('based_on').notNull(),
    message: text('message').notNull(),
    status: text('status').$type<ReviewStatus>().notNull().default('open'),
    requestedBy: text('requested_by').notNull(),
    requestedAt: instant('requested_at').notNull().default(now),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
    decisionNote: text('decision_note').notNull().default(''),
  },
  (table) => [
    index('flow_reviews_flow').on(table.flowId, table.requestedAt.desc()),
    uniqueIndex('flow_reviews_open').on(table.flowId).where(sql`status = 'open'`),
  ],
);

export const flowReviewComments = pgTable(
  'flow_review_comments',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    reviewId: uuid('review_id').notNull(),
    node: text('node'),
    body: text('body').notNull(),
    writtenBy: text('written_by').notNull(),
    writtenAt: instant('written_at').notNull().default(now),
    resolvedBy: text('resolved_by'),
    resolvedAt: instant('resolved_at'),
  },
  (table) => [index('flow_review_comments_review').on(table.reviewId, table.writtenAt)],
);
