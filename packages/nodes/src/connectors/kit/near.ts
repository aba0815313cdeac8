import { nearestName } from '@lockstep/schema/graph';

/** How a sentence about an unknown name ends: with a known one that is close to what was written, if there is one. */
export function near(written: string, known: Iterable<string>): string {
  const found = nearestName(written, known, 5);
  return found === undefined ? '.' : `: did you mean ${found}?`;
}
