import type { FlowStats, StepStats } from '@lockstep/schema/api';
import { ERROR_PORT, type Flow, SCOPE_PORT, UNDO_PORT } from '@lockstep/schema/graph';
import { edgeId } from '../../stores/selection-slice.ts';

/** Messages that went over an edge, and the thickness it is drawn with. */
export interface EdgeVolume {
  readonly count: number;
  readonly width: number;
}

const THINNEST = 1.5;
const THICKEST = 11;

/**
 * Messages that went over each edge, and how thick that is drawn: by the logarithm, against the busiest. What is as it was `before` is the
 * same object, so that only edges with other numbers are drawn anew.
 */
export function volumesOf(
  flow: Flow,
  steps: readonly StepStats[],
  before: Readonly<Record<string, EdgeVolume>> = {},
): Readonly<Record<string, EdgeVolume>> {
  const byNode = new Map(steps.map((step) => [step.node, step]));
  const counts = flow.edges.map((edge) => [edgeId(edge), countOver(edge, byNode)] as const);
  const most = Math.max(1, ...counts.map(([, count]) => count));
  return Object.fromEntries(
    counts.map(([id, count]) => {
      const width = widthOf(count, most);
      const old = before[id];
      return [id, old?.count === count && old.width === width ? old : { count, width }];
    }),
  );
}

function countOver({ from, port, to }: Flow['edges'][number], byNode: ReadonlyMap<string, StepStats>): number {
  const source = byNode.get(from);
  const target = byNode.get(to);
  // An undo step is asked when a run winds down, a body once an item: only they themselves know how often.
  if (port === UNDO_PORT || port === SCOPE_PORT) return target === undefined ? 0 : target.done + target.failed;
  if (source === undefined) return 0;
  if (port === ERROR_PORT) return source.failed;
  // What came in at a start left by its one port.
  return Object.keys(source.ports).length === 0 ? source.done : (source.ports[port] ?? 0);
}

function widthOf(count: number, most: number): number {
  if (count === 0) return THINNEST;
  const width = THINNEST + ((THICKEST - THINNEST) * Math.log1p(count)) / Math.log1p(most);
  // Nobody sees less: one more message at the busiest edge is no new width for all others.
  return Math.round(width * 10) / 10;
}

/** Share of messages that ended badly at a step, 0 to 1; `undefined` where none came by. */
export function failedShare({ done, failed }: Pick<StepStats, 'done' | 'failed'>): number | undefined {
  return done + failed === 0 ? undefined : failed / (done + failed);
}

/** The steps of a drawing in its order, each with what it did; those nothing came to as well. */
export function rowsOf(flow: Flow, stats: Pick<FlowStats, 'steps'> | undefined): readonly OperateRow[] {
  const byNode = new Map(stats?.steps.map((step) => [step.node, step]));
  return flow.nodes.map(({ id, name }) => ({ ...(byNode.get(id) ?? nothing(id)), name }));
}

export interface OperateRow extends StepStats {
  readonly name: string;
}

function nothing(node: string): StepStats {
  return { node, done: 0, failed: 0, retries: 0, ports: {}, open: 0, waiting: 0 };
}
