import { ERROR_PORT, SCOPE_PORT, type Taken } from '@lockstep/schema/graph';
import type { RunEvent } from '@lockstep/schema/run';

/** Which steps ran and by which ports they left, items of scopes together; a step whose last attempt failed left by `error`. */
export function takenPorts(events: readonly RunEvent[]): readonly Taken[] {
  const last = new Map<string, Taken>();
  const fed = new Set<string>();
  for (const event of events) {
    const place = 'node' in event && event.node !== undefined ? `${event.node}@${itemOf(event)}` : '';
    if (event.type === 'step.succeeded' || event.type === 'step.released')
      last.set(place, { node: event.node, port: event.port });
    else if (event.type === 'step.failed') last.set(place, { node: event.node, port: ERROR_PORT });
    else if (event.type === 'scope.fed' && event.count > 0) fed.add(event.node);
  }
  const taken = [...last.values(), ...[...fed].map((node) => ({ node, port: SCOPE_PORT }))];
  return [...new Map(taken.map((one) => [`${one.node} ${one.port}`, one])).values()];
}

function itemOf(event: RunEvent): string {
  return 'item' in event ? (event.item ?? '') : '';
}
