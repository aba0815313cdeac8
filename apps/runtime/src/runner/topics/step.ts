import type { Sandbox } from '../../sandbox/index.ts';
import type { ReaderMove, ReaderStore, RunningReader, TopicStore } from '../../store/index.ts';
import type { StoredEvent } from '../../store/topics/events.ts';
import type { Host, StartRun } from '../host/index.ts';
import type { Listening } from './listening.ts';
import type { EventReading } from './matching.ts';

export interface ReadingParts {
  readonly readers: ReaderStore;
  readonly topics: Pick<TopicStore, 'readAfter' | 'readSome'>;
  readonly host: Pick<Host, 'startAll'>;
  readonly sandbox: Sandbox;
  readonly now: () => number;
  readonly onMistake: (reader: RunningReader, reason: string) => void;
}

/** What to do next with a reader: go on at once or later, wait until there is room, or until something comes. */
export type Next = { readonly inMs: number } | 'full' | 'idle';

/** One step of a reader: what was read, and where it stands now. */
export interface Step {
  readonly reader: RunningReader;
  readonly listening: Listening;
  readonly reading: EventReading;
  readonly parts: ReadingParts;
  /** Everything up to here was read, or is gone. */
  readonly from: number;
  /** The last offset that counts now. */
  readonly upTo: number;
  /** Runs that may begin. */
  readonly room: number;
  /** Events that the topic let go before they were read. */
  readonly expired: number;
}

/** Payloads read in one go. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Events behind the place, oldest first. */
export function readEvents({ reader, parts, from, upTo }: Step, limit: number): Promise<readonly StoredEvent[]> {
  if (from >= upTo) return Promise.resolve([]);
  return parts.topics.readAfter({
    topic: reader.topic,
    after: from,
    upTo,
    limit,
    maxBytes: MAX_BYTES,
    since: reader.placeAt ?? undefined,
  });
}

/** What begins the run of an event, or of several of which it is the last. */
export function startOf(
  { reader, listening }: Pick<Step, 'reader' | 'listening'>,
  run: Pick<StartRun, 'message' | 'trigger' | 'businessKey'> & { readonly event: StoredEvent },
): StartRun {
  const { event, ...rest } = run;
  const { flowId, version, snapshotId } = reader;
  return { ...rest, flowId, version, snapshotId, node: listening.node, eventOffset: event.offset, test: false };
}

/** What came of one look. */
export interface Outcome {
  /** Events that were looked at and are settled, in order. */
  readonly read: readonly StoredEvent[];
  readonly passed: number;
  readonly runs: readonly StartRun[];
  readonly buffered?: ReaderMove['buffered'];
  readonly drained?: ReaderMove['drained'];
  /** True while events wait to be gathered: a replay has not come to its end. */
  readonly waits?: boolean;
}

/** Writes it, if there is something to write. */
export async function commit(step: Step, outcome: Outcome): Promise<Next> {
  const { reader, parts, from, upTo, expired } = step;
  const { read, passed, runs, buffered = [], drained = [], waits = false } = outcome;
  const last = read.at(-1);
  const place = last?.offset ?? from;
  const done = reader.until !== null && place >= upTo && !waits;
  const pauseMs = reader.perSecond === null || runs.length === 0 ? undefined : (runs.length * 1000) / reader.perSecond;
  const isChange = place !== reader.place || runs.length > 0 || buffered.length > 0 || drained.length > 0 || done;
  if (!isChange) return 'idle';
  const move: ReaderMove = {
    id: reader.id,
    turn: reader.turn,
    place,
    ...(last && { placeAt: last.receivedAt }),
    read: read.length,
    passed,
    expired,
    done,
    ...(pauseMs !== undefined && { pauseMs }),
    drained,
    buffered,
  };
  const begun = await parts.host.startAll(runs, (accept) => parts.readers.begin(move, runs.length, accept));
  if (begun === 'outrun' || !done) return { inMs: Math.max(0, place < upTo ? (pauseMs ?? 0) : 0) };
  return 'idle';
}
