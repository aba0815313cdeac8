import type { FlowValues, KeepCondition, KeptValue } from '@lockstep/schema/node';

type Stored = KeptValue & { readonly rank?: string | undefined };

/** Kept values as the runtime promises them, in memory: for tests of nodes and of flows. @param now epoch milliseconds */
export function valuesInMemory(now: () => number = () => 0): FlowValues {
  const kept = new Map<string, Stored>();
  const written = new Map<string, number>();
  return {
    async read(collection, key) {
      const stored = kept.get(`${collection}\n${key}`);
      return stored && { value: stored.value, version: stored.version, updatedAt: stored.updatedAt };
    },
    async keep({ collection, key, value, condition, effectKey }) {
      const earlier = written.get(effectKey);
      if (earlier !== undefined) return { outcome: 'kept', version: earlier };
      const place = `${collection}\n${key}`;
      const current = kept.get(place);
      if (!holds(condition, current)) {
        return { outcome: 'stale', current: current && { value: current.value, version: current.version } };
      }
      const version = (current?.version ?? 0) + 1;
      const rank = condition.when === 'newer' ? condition.rank : current?.rank;
      kept.set(place, { value, version, rank, updatedAt: new Date(now()).toISOString() });
      written.set(effectKey, version);
      return { outcome: 'kept', version };
    },
  };
}

function holds(condition: KeepCondition, current: Stored | undefined): boolean {
  switch (condition.when) {
    case 'always':
      return true;
    case 'unchanged':
      return condition.version === (current?.version ?? 0);
    case 'newer':
      return current?.rank === undefined || Number(condition.rank) > Number(current.rank);
    default:
      return condition satisfies never;
  }
}
