import type { StepView } from '@lockstep/schema/api';
import { type Flow, SCOPE_PORT, UNDO_PORT } from '@lockstep/schema/graph';
import { edgeId } from '../../../stores/selection-slice.ts';
import type { Traffic } from '../overlay-store.ts';

const ENDED = new Set(['succeeded', 'failed', 'skipped', 'cancelled']);

/** Which edges a run took, by edge id: known as soon as the step before has ended. */
export function trafficOf(flow: Flow, steps: Readonly<Record<string, StepView>>): Readonly<Record<string, Traffic>> {
  return Object.fromEntries(
    flow.edges.map((edge): [string, Traffic] => {
      const from = steps[edge.from];
      // What leads into a body was taken when an item came there.
      if (from?.scope && edge.port === SCOPE_PORT) return [edgeId(edge), from.scope.items > 0 ? 'live' : 'open'];
      // An undo step is taken when its run winds down, not when the step before it ends.
      if (edge.port === UNDO_PORT) return [edgeId(edge), undoTraffic(steps[edge.to])];
      if (from === undefined || !ENDED.has(from.status)) return [edgeId(edge), 'open'];
      return [edgeId(edge), from.port === edge.port ? 'live' : 'dead'];
    }),
  );
}

function undoTraffic(undo: StepView | undefined): Traffic {
  if (undo === undefined || undo.status === 'pending') return 'open';
  return undo.status === 'skipped' ? 'dead' : 'live';
}
