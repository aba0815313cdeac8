import type { Fault } from './issues.ts';
import type { Segment } from './segment.ts';

/** A fault of an envelope, at a segment. */
export function fault(
  code: string,
  kind: Fault['kind'],
  level: Fault['level'],
  ack: string,
  message: string,
  segment?: Segment,
): Fault {
  return { code, kind, level, ack, message, ...(segment && { segment }) };
}
