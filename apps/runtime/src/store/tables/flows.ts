import type { SampleOverride } from '@lockstep/schema/api';
import type { Flow } from '@lockstep/schema/graph';
import type { HookMethod } from '@lockstep/schema/run';
import { index, integer, json, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const flows = pgTable('flows', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  deletedAt: instant('deleted_at'),
});

export const flowDrafts = pgTable('flow_drafts', {
  flowId: text('flow_id')
    .primaryKey()
    .references(() => flows.id),
  /** Grows by one with every saved draft. */
  revision: integer('revision').notNull(),
  document: json('document').$type<Flow>().notNull(),
  /** Content hash: a moved box does not change it. */
  hash: text('hash').notNull(),
  savedAt: instant('saved_at').notNull().defaultNow(),
});

export const flowDraftHistory = pgTable(
  'flow_draft_history',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id),
    revision: integer('revision').notNull(),
    document: json('document').$type<Flow>().notNull(),
    savedAt: instant('saved_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.revision] })],
);

/** Whole documents, layout included, by the SHA-256 of their serialisation. Never changed or removed (trigger). */
export const flowSnapshots = pgTable('flow_snapshots', {
  id: text('id').primaryKey(),
  document: json('document').$type<Flow>().notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
});

/** Published versions. Never changed or removed (trigger). */
export const flowVersions = pgTable(
  'flow_versions',
  {
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id),
    version: integer('version').notNull(),
    snapshotId: text('snapshot_id')
      .notNull()
      .references(() => flowSnapshots.id),
    /** Content hash: a moved box does not change it. */
    hash: text('hash').notNull(),
    note: text('note').notNull().default(''),
    publishedBy: text('published_by').notNull(),
    publishedAt: instant('published_at').notNull().defaultNow(),
    /** Why it was published although samples failed; null where all passed. */
    sampleOverride: json('sample_override').$type<SampleOverride>(),
    /** Who let it be published; null where no review was asked for. */
    reviewedBy: text('reviewed_by'),
    /** What it promises those who call it; null where nobody can, and before migration 0056. */
    semver: text('semver'),
  },
  (table) => [primaryKey({ columns: [table.flowId, table.version] })],
);

/** Hook addresses of the newest published versions. */
export const hookPaths = pgTable(
  'hook_paths',
  {
    path: text('path').notNull(),
    method: text('method').$type<HookMethod>().notNull().default('POST'),
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id),
    node: text('node').notNull(),
  },
  (table) => [primaryKey({ columns: [table.path, table.method] }), index('hook_paths_flow').on(table.flowId)],
);
