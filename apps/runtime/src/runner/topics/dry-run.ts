import type { Sandbox } from '../../sandbox/index.ts';
import type { ReaderStore, RunningReader, TopicStore } from '../../store/index.ts';
import type { EventSpan } from '../../store/readers/replays.ts';
import type { StoredEvent } from '../../store/topics/events.ts';
import type { Listening } from './listening.ts';
import { readingOf } from './matching.ts';

/** What a replay would be about. */
export interface DryRun {
  /** Offsets of the stretch, and how many events it has. */
  readonly first: number;
  readonly last: number;
  readonly events: number;
  /** Events that count; of the first `looked` when not all were looked at. */
  readonly matched: number;
  readonly looked: number;
  /** The first few that count. */
  readonly sample: readonly StoredEvent[];
  /** Why a filter could not be computed for an event, the first time. */
  readonly mistake?: string | undefined;
}

const BATCH = 500;
/** Beyond these a count is told of those looked at. */
const MAX_LOOKED = 20_000;
const MAX_MS = 8_000;
const SAMPLE = 5;

/** Counts the events of a replay as the replay itself would choose them, and begins nothing. */
export async function dryRun(
  span: EventSpan & { readonly keys?: string | undefined; readonly filter?: string | undefined },
  listening: Listening,
  parts: {
    readonly readers: Pick<ReaderStore, 'offsets'>;
    readonly topics: Pick<TopicStore, 'readAfter'>;
    readonly sandbox: Sandbox;
    readonly now: () => number;
  },
): Promise<DryRun | undefined> {
  const offsets = await parts.readers.offsets(span);
  if (!offsets) return undefined;
  const { first, last } = offsets;
  let mistake: string | undefined;
  const onMistake = (reason: string) => {
    mistake ??= reason;
  };
  const reading = readingOf(parts.sandbox, readerOf(span, listening), listening, { now: parts.now(), onMistake });
  const until = parts.now() + MAX_MS;
  const sample: StoredEvent[] = [];
  let [place, matched] = [first - 1, 0];
  while (place < last && place - first < MAX_LOOKED && parts.now() < until) {
    const events = await parts.topics.readAfter({ topic: span.topic, after: place, upTo: last, limit: BATCH });
    const wanted = await Promise.all(events.map(reading.isWanted));
    const counted = events.filter((_, i) => wanted[i]);
    sample.push(...counted.slice(0, SAMPLE - sample.length));
    matched += counted.length;
    place = events.at(-1)?.offset ?? last;
  }
  const events = Math.max(0, last - first + 1);
  const looked = Math.max(0, place - first + 1);
  return { first, last, events, matched, looked, sample, ...(mistake !== undefined && { mistake }) };
}

/** A replay that is not there, as far as choosing asks. */
function readerOf(
  { topic, keys, filter }: Parameters<typeof dryRun>[0],
  { ready, node }: Listening,
): Pick<RunningReader, 'id' | 'kind' | 'flowId' | 'node' | 'topic' | 'keys' | 'filter' | 'by'> {
  const id = 'dry-run';
  return {
    id,
    kind: 'replay',
    flowId: ready.flow.id,
    node,
    topic,
    keys: keys ?? null,
    filter: filter ?? null,
    by: null,
  };
}
