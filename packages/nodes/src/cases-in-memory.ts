import { applyCaseChange, type Case } from '@lockstep/schema/cases';
import type { CaseId, CaseOutcome, Cases } from '@lockstep/schema/node';

/** Cases as the runtime promises them, in memory: for tests of nodes and of flows. */
export function casesInMemory(): Cases {
  const known = new Map<string, Case>();
  const done = new Map<string, CaseOutcome>();
  const placeOf = ({ kind, key }: CaseId) => `${kind}\n${key}`;
  return {
    read: async (id) => known.get(placeOf(id)),
    async update({ kind, key, change, effectKey }) {
      const earlier = done.get(effectKey);
      if (earlier) return earlier;
      const { after, entries } = applyCaseChange({ kind, key }, known.get(placeOf({ kind, key })), change);
      known.set(placeOf({ kind, key }), after);
      const outcome = { case: after, refused: entries.filter(({ type }) => type === 'refused') };
      done.set(effectKey, outcome);
      return outcome;
    },
  };
}
