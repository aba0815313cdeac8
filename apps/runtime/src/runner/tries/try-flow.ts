import type { TryReach } from '@lockstep/schema/api';
import type { Flow, FlowNode } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { simulate } from '../simulation/simulate.ts';
import { type Executor, loadFlow } from '../steps/index.ts';
import { partOf, TRY_START } from './part-of.ts';
import { type TriedAttempt, tryingExecutor } from './trying-executor.ts';

export interface TryRequest {
  readonly node: string;
  readonly reach: TryReach;
  /** Start that receives the message, for `to-here`. */
  readonly start: string | undefined;
  /** What the start receives, or the step itself. */
  readonly input: Json;
  /** What the steps before gave, where they are not tried themselves. */
  readonly outputs: Readonly<Record<string, Json>>;
  readonly real: ReadonlySet<string>;
}

export interface TryParts {
  readonly catalogue: Catalogue;
  /** Does steps as production does them. */
  readonly executor: Executor;
  /** Writes the versions of tables and contracts into the part, as publishing would. */
  readonly pin: (flow: Flow) => Promise<Flow>;
  readonly now: () => number;
}

export interface Tried {
  readonly attempts: readonly TriedAttempt[];
  readonly more: boolean;
  readonly status: 'done' | 'failed' | 'waiting';
}

/** Attempts that are told; a scope over a large list has as many as it has items. */
const MOST_TOLD = 200;

/**
 * Tries a part of a draft in this process and in virtual time: by the engine, the sandbox and the code of production, without a row
 * being written. Nothing is tried twice: a failure is what the person wants to see.
 *
 * @throws PlanError when the part cannot run at all
 */
export async function tryFlow(
  draft: Flow,
  ask: TryRequest,
  { catalogue, executor, pin, now }: TryParts,
): Promise<Tried> {
  const part = partOf(draft, ask, catalogue);
  const flow = await pin({ ...part.flow, nodes: part.flow.nodes.map((node) => onceOnly(node, ask.real)) });
  const loaded = loadFlow({ flow, snapshotId: 'try' }, catalogue);
  const attempts: TriedAttempt[] = [];
  let count = 0;
  const run = await simulate(loaded, {
    ...{ message: ask.input, node: part.start, atMs: now(), seed: 1 },
    executor: () =>
      tryingExecutor({
        inner: executor,
        real: ask.real,
        pinned: draft.pinned ?? {},
        outputs: ask.outputs,
        onTried(attempt) {
          count += 1;
          if (attempt.node !== TRY_START && attempts.length < MOST_TOLD) attempts.push(attempt);
        },
        clock: () => performance.now(),
      }),
  });
  const status = run.status === 'done' ? 'done' : run.status === 'exception' ? 'failed' : 'waiting';
  return { attempts, more: count > attempts.length, status };
}

/** One attempt, no mock where the real thing was asked for, and the newest tables: there is no run for which versions could be kept. */
function onceOnly(node: FlowNode, real: ReadonlySet<string>): FlowNode {
  const { mock, tables: _, ...policy } = node.policy;
  const retry = { maxAttempts: 1, baseMs: 10, capMs: 10, jitter: 0 };
  return { ...node, policy: { ...policy, retry, ...(mock && !real.has(node.id) && { mock }) } };
}
