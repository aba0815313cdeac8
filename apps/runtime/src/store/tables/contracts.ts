import type { CompatibilityView, ContractDocument, ContractLogEntry } from '@lockstep/schema/api';
import {
  bigint,
  date,
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true });

export const contracts = pgTable('contracts', {
  name: text('name').primaryKey(),
  createdAt: instant('created_at').notNull().defaultNow(),
  createdBy: text('created_by').notNull(),
});

export const contractDrafts = pgTable('contract_drafts', {
  name: text('name')
    .primaryKey()
    .references(() => contracts.name),
  /** Grows by one with every saved draft. */
  revision: integer('revision').notNull(),
  document: json('document').$type<ContractDocument>().notNull(),
  savedBy: text('saved_by').notNull(),
  savedAt: instant('saved_at').notNull().defaultNow(),
});

/** Published versions. Never changed or removed (trigger). */
export const contractVersions = pgTable(
  'contract_versions',
  {
    name: text('name')
      .notNull()
      .references(() => contracts.name),
    /** `major.minor.patch` */
    version: text('version').notNull(),
    document: json('document').$type<ContractDocument>().notNull(),
    /** How it stands to the version before it. */
    compatibility: json('compatibility').$type<CompatibilityView>(),
    note: text('note').notNull().default(''),
    publishedBy: text('published_by').notNull(),
    publishedAt: instant('published_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.name, table.version] })],
);

export const contractDeprecations = pgTable(
  'contract_deprecations',
  {
    name: text('name').notNull(),
    version: text('version').notNull(),
    successor: text('successor'),
    endsOn: date('ends_on'),
    note: text('note').notNull().default(''),
    deprecatedBy: text('deprecated_by').notNull(),
    deprecatedAt: instant('deprecated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.name, table.version] }),
    foreignKey({
      columns: [table.name, table.version],
      foreignColumns: [contractVersions.name, contractVersions.version],
    }),
  ],
);

/** Who did what to a contract; never changed or removed (trigger). */
export const contractLog = pgTable(
  'contract_log',
  {
    id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
    name: text('name').notNull(),
    action: text('action').$type<ContractLogEntry['action']>().notNull(),
    version: text('version'),
    note: text('note').notNull().default(''),
    by: text('by').notNull(),
    at: instant('at').notNull().defaultNow(),
  },
  (table) => [index('contract_log_name').on(table.name, table.id.desc())],
);
