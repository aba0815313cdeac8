import type { Flow } from './flow.ts';
import type { Issue } from './issue.ts';

/** Settings of a lane that have no effect together. */
export function checkLane({ settings: { lane } }: Flow): readonly Issue[] {
  if (!lane?.order) return [];
  const { by, holdMs, first, stale } = lane.order;
  const warn = (field: string, message: string): Issue => {
    return { severity: 'warning', code: 'lane-idle-setting', message, field: `settings/lane/order/${field}` };
  };
  const issues: Issue[] = [];
  if (by === 'time' && (holdMs !== undefined || first !== undefined)) {
    issues.push(warn('holdMs', 'Only versions have gaps: between two moments nothing is missing.'));
  } else if (lane.coalesce && holdMs !== undefined) {
    issues.push(warn('holdMs', 'Only the newest message runs, so none waits for a gap.'));
  } else if (first !== undefined && holdMs === undefined) {
    issues.push(warn('first', 'The first version matters only where a gap is waited for.'));
  }
  if (lane.coalesce && stale === 'run') {
    issues.push(warn('stale', 'Older messages that wait are set aside all the same, because only the newest runs.'));
  }
  return issues;
}
