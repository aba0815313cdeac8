import type { Json } from '@lockstep/schema/run';
import type { StoredEvent } from '../../store/topics/events.ts';
import type { StartRun } from '../host/index.ts';
import { gather } from './gather.ts';
import type { GatherRule } from './listening.ts';
import { batchMessage, eventTrigger, sourceOfEvents } from './messages.ts';
import { commit, type Next, readEvents, type Step, startOf } from './step.ts';

/** Events read in one go. */
const BATCH = 500;
/** Events looked at for gatherings whose time is over, in one go. */
const DUE_LIMIT = 500;

interface Waiting extends Pick<StoredEvent, 'offset' | 'bytes' | 'receivedAt'> {
  readonly bucket: string;
  /** Absent for one that was stored before: it is read again when it begins a run. */
  readonly event?: StoredEvent;
}

/** A run for each gathering that is full or whose time is over; the other events wait, stored with the place. */
export async function gatherOn(step: Step, rule: GatherRule): Promise<Next> {
  const { reader, parts, room } = step;
  const events = await readEvents(step, BATCH);
  const arrived = await arrivedIn(step, events);
  // When a replay has read everything, there is no later for which to wait.
  const isEnd = reader.until !== null && step.from >= step.upTo;
  const due = await parts.readers.dueBuckets({
    id: reader.id,
    ageMs: isEnd ? 0 : rule.maxWaitMs,
    limit: DUE_LIMIT,
  });
  const buckets = [...new Set([...due, ...arrived.map(({ bucket }) => bucket)])];
  const stored: readonly Waiting[] = buckets.length === 0 ? [] : await parts.readers.buffered(reader.id, buckets);

  const limits = { maxEvents: rule.maxEvents, maxBytes: rule.maxBytes, maxClosed: room };
  const { closed, taken } = gather([...stored, ...arrived], limits, new Set(due));
  const begun = new Set(closed.flatMap((gathering) => gathering.events.map(({ offset }) => offset)));
  const next = taken < stored.length ? events[0]?.offset : arrived[taken - stored.length]?.offset;
  const read = next === undefined ? events : events.filter(({ offset }) => offset < next);
  const last = read.at(-1)?.offset ?? step.from;
  const counted = arrived.filter(({ offset }) => offset <= last);
  return commit(step, {
    read,
    passed: read.length - counted.length,
    runs: await runsOf(step, closed),
    drained: stored.filter(({ offset }) => begun.has(offset)).map(({ offset }) => offset),
    buffered: counted.filter(({ offset }) => !begun.has(offset)).map(({ event: _, ...waiting }) => waiting),
    waits: !isEnd || stored.length > 0,
  });
}

/** The events that count, each with what it is gathered by. */
async function arrivedIn({ reading }: Step, events: readonly StoredEvent[]): Promise<readonly Waiting[]> {
  const found = await Promise.all(
    events.map(async (event): Promise<Waiting | undefined> => {
      if (!(await reading.isWanted(event))) return undefined;
      const { offset, bytes, receivedAt } = event;
      return { offset, bytes, receivedAt, bucket: await reading.bucket(event), event };
    }),
  );
  return found.filter((one) => one !== undefined);
}

async function runsOf(
  step: Step,
  closed: readonly { readonly bucket: string; readonly events: readonly Waiting[] }[],
): Promise<readonly StartRun[]> {
  const { reader, parts } = step;
  const missing = closed.flatMap(({ events }) => events.filter(({ event }) => event === undefined));
  const found = missing.length === 0 ? [] : await parts.topics.readSome(reader.topic, missing);
  const byOffset = new Map(found.map((event) => [event.offset, event]));
  return closed.flatMap(({ bucket, events }): StartRun[] => {
    const several = events.flatMap(({ offset, event }) => event ?? byOffset.get(offset) ?? []);
    const last = several.at(-1);
    if (!last) return [];
    const message = batchMessage(reader.topic, bucket, several) as unknown as Json;
    const now = parts.now();
    const trigger = eventTrigger(reader, last, { now, count: several.length, source: sourceOfEvents(several, now) });
    return [startOf(step, { event: last, message, trigger, businessKey: bucket === '' ? undefined : bucket })];
  });
}
