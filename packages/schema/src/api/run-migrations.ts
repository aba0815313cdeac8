import { z } from 'zod';
import { FlowId } from '../graph/flow.ts';
import { endpoint } from './endpoint.ts';

const ByFlow = z.object({ flowId: FlowId });

/** Runs that may not go on in the new version, for one reason. */
export const MigrationRefusal = z.object({
  /** Version the runs are on. */
  version: z.int(),
  code: z.enum([
    'step-gone',
    'type-changed',
    'port-gone',
    'reached-otherwise',
    'undo-gone',
    'scope-begun',
    'in-doubt',
    'ends',
    'winding-down',
  ]),
  /** Step it is about; absent when it is about the run. */
  node: z.string().optional(),
  message: z.string(),
  count: z.int(),
  /** One of the runs. */
  example: z.string(),
});
export type MigrationRefusal = z.infer<typeof MigrationRefusal>;

export const RunMigration = z.object({
  to: z.int(),
  dryRun: z.boolean(),
  /** Runs that were moved, or in a dry run would be. */
  moved: z.int(),
  /** Runs that went on by themselves just then. */
  busy: z.int(),
  refused: z.array(MigrationRefusal),
  /** Steps that only the new version has and that begin at once in runs that are moved. */
  begins: z.array(z.object({ node: z.string(), name: z.string(), count: z.int() })),
  /** There are more runs: go on behind this one (`after`). */
  next: z.string().optional(),
});
export type RunMigration = z.infer<typeof RunMigration>;

export const getWaitingRuns = endpoint({
  id: 'getWaitingRuns',
  method: 'get',
  path: '/flows/:flowId/migrations',
  tag: 'Flows',
  summary: 'Count the runs that wait, by the version they are on',
  params: ByFlow,
  ok: z.object({ versions: z.array(z.object({ version: z.int(), waiting: z.int() })) }),
  problems: ['not-found'],
});

export const migrateRuns = endpoint({
  id: 'migrateRuns',
  method: 'post',
  path: '/flows/:flowId/migrations',
  tag: 'Flows',
  summary:
    'Move runs that wait to another version of their flow, each after a check of its history; up to 500 at a time',
  params: ByFlow,
  body: z.object({
    to: z.int().min(1).describe('Published version they go on in.'),
    from: z.int().min(1).optional().describe('Only runs of this version; all others than `to` when left out.'),
    dryRun: z.boolean().default(true).describe('Only tell what would happen.'),
    after: z.uuid().optional().describe('`next` of the answer before.'),
    by: z.string().min(1).max(120).default('analyst'),
  }),
  ok: RunMigration,
  problems: ['not-found'],
});

/** Two answers about following pages as one. */
export function sumMigrations(one: RunMigration, following: RunMigration): RunMigration {
  const refused = new Map<string, MigrationRefusal>();
  for (const each of [...one.refused, ...following.refused]) {
    const key = `${each.version} ${each.message}`;
    refused.set(key, { ...each, ...refused.get(key), count: each.count + (refused.get(key)?.count ?? 0) });
  }
  const begins = new Map<string, RunMigration['begins'][number]>();
  for (const each of [...one.begins, ...following.begins]) {
    begins.set(each.node, { ...each, count: each.count + (begins.get(each.node)?.count ?? 0) });
  }
  const { next: _, ...rest } = one;
  return {
    ...rest,
    moved: one.moved + following.moved,
    busy: one.busy + following.busy,
    refused: [...refused.values()],
    begins: [...begins.values()],
    ...(following.next !== undefined && { next: following.next }),
  };
}
