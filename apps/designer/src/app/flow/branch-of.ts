import type { Flow } from '@lockstep/schema/graph';

/** Longest id and name of a flow. */
const ID_CHARS = 60;
const NAME_CHARS = 120;

/** A copy of a draft as a flow of its own. */
export function branchOf(flow: Flow, person: string, attempt: number): Flow {
  const end = attempt === 1 ? '-branch' : `-branch-${attempt}`;
  const suffix = ` (branch of ${person})`;
  return {
    ...flow,
    id: flow.id.slice(0, ID_CHARS - end.length) + end,
    name: flow.name.slice(0, Math.max(1, NAME_CHARS - suffix.length)) + suffix.slice(0, NAME_CHARS - 1),
  };
}
