import type { RunningReader } from '../../store/index.ts';
import { beginEach } from './begin-each.ts';
import { gatherOn } from './gather-on.ts';
import type { Listening } from './listening.ts';
import { readingOf } from './matching.ts';
import type { Next, ReadingParts, Step } from './step.ts';

/** A replay leaves half of the places to what comes in now. */
const REPLAY_SHARE = 2;
/** A replay with a rate begins as many runs at once as fall into this time. */
const PACE_MS = 500;

/** Reads on from a place: begins what may begin, and moves the place in the same commit. The caller has claimed the reader. */
export async function readOn(reader: RunningReader, listening: Listening, parts: ReadingParts): Promise<Next> {
  if ((reader.nextInMs ?? 0) > 0) return { inMs: reader.nextInMs ?? 0 };
  const { maxInFlight } = listening;
  const places = reader.kind === 'replay' ? Math.max(1, Math.floor(maxInFlight / REPLAY_SHARE)) : maxInFlight;
  const room = places - (await parts.readers.countOpen(reader, places));
  if (room <= 0) return 'full';
  const onMistake = (reason: string) => parts.onMistake(reader, reason);
  const expired = Math.max(0, reader.floor - 1 - reader.place);
  const step: Step = {
    reader,
    listening,
    reading: readingOf(parts.sandbox, reader, listening, { now: parts.now(), onMistake }),
    parts,
    from: reader.place + expired,
    upTo: Math.min(reader.head, reader.until ?? reader.head),
    room: Math.min(room, paced(reader.perSecond)),
    expired,
  };
  return listening.gather ? gatherOn(step, listening.gather) : beginEach(step);
}

function paced(perSecond: number | null): number {
  return perSecond === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor((perSecond * PACE_MS) / 1000));
}
