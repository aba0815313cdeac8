import type { Json } from '../run/json.ts';
import { type Mismatch, mismatches } from './accepts.ts';

/**
 * How a new version of a contract stands to the old one. `full`: either reads the other's messages. `backward`: who knows the new one
 * reads old messages. `forward`: who knows the old one reads new messages. `breaking`: neither; a new major version.
 */
export type CompatibilityClass = 'full' | 'backward' | 'forward' | 'breaking';

export interface Compatibility {
  readonly class: CompatibilityClass;
  /** Why a message of the old version may not be one of the new. */
  readonly backward: readonly Mismatch[];
  /** Why a message of the new version may not be one of the old. */
  readonly forward: readonly Mismatch[];
}

/** Compares two versions of a contract's schema. Careful: what it cannot tell counts as a difference, with its reason. */
export function compatibilityOf(before: Json, after: Json): Compatibility {
  const [backward, forward] = [mismatches(after, before), mismatches(before, after)];
  const readsOld = backward.length === 0;
  const isRead = forward.length === 0;
  return {
    class: readsOld && isRead ? 'full' : readsOld ? 'backward' : isRead ? 'forward' : 'breaking',
    backward,
    forward,
  };
}
