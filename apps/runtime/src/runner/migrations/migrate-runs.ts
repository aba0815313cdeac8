import type { MigrationRefusal, RunMigration } from '@lockstep/schema/api';
import { portsOf } from '@lockstep/schema/node';
import type { RunEvent } from '@lockstep/schema/run';
import { checkMigration, type Drawn, type Obstacle } from '../../engine/index.ts';
import type { ParkedRun } from '../../store/run-migrations.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { obstacleText } from './obstacle-text.ts';

/** What moving runs stands on. */
export interface MigrationDoors {
  /** Runs that wait on another version, oldest first. */
  list(limit: number): Promise<readonly ParkedRun[]>;
  readEvents(runIds: readonly string[]): Promise<ReadonlyMap<string, readonly RunEvent[]>>;
  load(snapshotId: string): Promise<LoadedFlow>;
  /** False: the run went on meanwhile. */
  move(run: ParkedRun, event: RunEvent): Promise<boolean>;
  now(): number;
}

interface Target {
  readonly version: number;
  readonly loaded: LoadedFlow;
  readonly dryRun: boolean;
  readonly by: string;
}

/** Runs looked at in one go. */
const LIMIT = 500;

/**
 * Moves runs that wait to another version, each in a commit of its own, after its history was folded on that version (R26).
 * May end at any moment: what was moved is moved, the rest can be asked for again.
 */
export async function migrateRuns(
  { version, loaded, dryRun, by }: Target,
  doors: MigrationDoors,
): Promise<RunMigration> {
  const runs = await doors.list(LIMIT);
  const events = await doors.readEvents(runs.map(({ runId }) => runId));
  const to = drawnOf(loaded);
  const refused = new Map<string, MigrationRefusal>();
  const begins = new Map<string, number>();
  let [moved, busy] = [0, 0];
  for (const run of runs) {
    const old = await doors.load(run.snapshotId);
    const history = events.get(run.runId) ?? [];
    // Its last event came after the list was read.
    if (history.length > run.seq) {
      busy += 1;
      continue;
    }
    const check = history.length < run.seq ? scopeBegun(old) : checkMigration(drawnOf(old), to, history, doors.now());
    for (const obstacle of check.obstacles) note(refused, run, obstacle, { old, now: loaded });
    if (check.obstacles.length > 0) continue;
    if (!dryRun) {
      const event = { type: 'run.migrated', at: doors.now(), from: run.version, to: version, by } as const;
      const isMoved = await doors.move(run, event);
      if (!isMoved) {
        busy += 1;
        continue;
      }
    }
    moved += 1;
    for (const node of check.begins) begins.set(node, (begins.get(node) ?? 0) + 1);
  }
  const last = runs.length === LIMIT ? runs.at(-1)?.runId : undefined;
  return {
    to: version,
    dryRun,
    moved,
    busy,
    refused: [...refused.values()],
    begins: [...begins].map(([node, count]) => ({ node, name: nameIn(loaded, node), count })),
    ...(last !== undefined && { next: last }),
  };
}

/** Its history has events about items, which are not read here. */
function scopeBegun({ plan }: LoadedFlow): ReturnType<typeof checkMigration> {
  const node = plan.nodes.find(({ rules }) => rules)?.id;
  return { obstacles: [{ code: 'scope-begun', ...(node !== undefined && { node }) }], begins: [] };
}

function drawnOf({ plan, nodes }: LoadedFlow): Drawn {
  const shapes = [...nodes].map(([id, { node, definition }]) => {
    return [id, { type: node.type, ports: portsOf(definition, node.params) }] as const;
  });
  return { plan, shapes: new Map(shapes) };
}

function note(
  refused: Map<string, MigrationRefusal>,
  { runId, version }: ParkedRun,
  { code, node, port }: Obstacle,
  { old, now }: { readonly old: LoadedFlow; readonly now: LoadedFlow },
): void {
  const key = JSON.stringify([version, code, node, port]);
  const known = refused.get(key);
  const name = node === undefined ? '' : old.nodes.has(node) ? nameIn(old, node) : nameIn(now, node);
  const first = { version, code, ...(node !== undefined && { node }), message: obstacleText(code, { name, port }) };
  refused.set(key, known ? { ...known, count: known.count + 1 } : { ...first, count: 1, example: runId });
}

function nameIn({ nodes }: LoadedFlow, node: string): string {
  return nodes.get(node)?.node.name ?? node;
}
