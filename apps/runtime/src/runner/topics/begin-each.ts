import type { Json } from '@lockstep/schema/run';
import type { StartRun } from '../host/index.ts';
import { eventMessage, eventTrigger } from './messages.ts';
import { commit, type Next, readEvents, type Step, startOf } from './step.ts';

/** Events read in one go. */
const BATCH = 200;

/** A run for each event that is wanted, up to the room there is. */
export async function beginEach(step: Step): Promise<Next> {
  const { reader, reading, parts, room } = step;
  const events = await readEvents(step, BATCH);
  const wanted = await Promise.all(events.map(reading.isWanted));
  const taken = prefixWith(wanted, room);
  const begun = events.slice(0, taken).filter((_, i) => wanted[i]);
  const runs = await Promise.all(
    begun.map(async (event): Promise<StartRun> => {
      const trigger = eventTrigger(reader, event, { now: parts.now(), source: await reading.sourceTime(event) });
      const message = eventMessage(reader.topic, event) as unknown as Json;
      return startOf(step, { event, message, trigger, businessKey: await reading.businessKey(event) });
    }),
  );
  return commit(step, { read: events.slice(0, taken), passed: taken - begun.length, runs });
}

/** How many entries there are up to, and without, the one after the `most`-th that is true. */
function prefixWith(wanted: readonly boolean[], most: number): number {
  let count = 0;
  for (const [i, isWanted] of wanted.entries()) {
    if (isWanted && count === most) return i;
    if (isWanted) count += 1;
  }
  return wanted.length;
}
