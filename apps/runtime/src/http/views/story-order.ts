import type { CaseMoment, RunView } from '@lockstep/schema/api';
import { type Flow, topologicalOrder } from '@lockstep/schema/graph';
import { placeOf } from '../../engine/index.ts';

export type StoryRun = Pick<RunView, 'runId' | 'flowId' | 'flow' | 'startedAt' | 'trigger'>;

/** A moment, and the step it comes from. */
export interface Told {
  readonly moment: CaseMoment;
  readonly node?: string | undefined;
}

/** What is further apart than this is told by time alone, in milliseconds. */
const APART_MS = 1_000;

/**
 * A story as people tell it: what happened within one breath by its cause, everything else by its time. Runs that go side by
 * side each tell theirs as a whole, below the step that called them or told the event that began them, siblings in the order
 * of the drawing; so the same case reads the same way each time, whichever run was a millisecond faster.
 *
 * What was written into the case keeps the order in which it was written, where one line is about the same thing as another:
 * "now B, was A" never stands above "now A".
 *
 * @param told entries of the case in the order they were written in
 */
export function inStoryOrder(told: readonly Told[], runs: readonly StoryRun[]): readonly CaseMoment[] {
  const pathOf = pathsOf(runs);
  const items = told
    .map(({ moment, node }, nr) => ({ moment, nr, ms: Date.parse(moment.at), path: pathOf(moment, node) }))
    .sort(byTime);
  const story: CaseMoment[] = [];
  let breath: Item[] = [];
  for (const item of items) {
    const last = breath.at(-1);
    if (last && item.ms - last.ms > APART_MS) {
      story.push(...byCause(breath));
      breath = [];
    }
    breath.push(item);
  }
  story.push(...byCause(breath));
  return story;
}

interface Item {
  readonly moment: CaseMoment;
  readonly nr: number;
  readonly ms: number;
  readonly path: Path;
}

/** Where something stands in the tree of causes; compared part by part, what is above comes first. */
type Path = readonly (number | string)[];

/** Within one millisecond a run begins before it does something, and ends after it. */
const RANK: Readonly<Record<CaseMoment['what'], number>> = { began: 0, effect: 1, entry: 2, waits: 3, ended: 4 };

function byTime(one: Item, other: Item): number {
  return one.ms - other.ms || RANK[one.moment.what] - RANK[other.moment.what] || one.nr - other.nr;
}

function byPath(one: Item, other: Item): number {
  for (let at = 0; at < Math.min(one.path.length, other.path.length); at += 1) {
    const [a, b] = [one.path[at] ?? 0, other.path[at] ?? 0];
    if (a === b) continue;
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return String(a) < String(b) ? -1 : 1;
  }
  return one.path.length - other.path.length || byTime(one, other);
}

/** One queue for each run; of their heads the first by cause goes next, unless an earlier line about the same thing is still to come. */
function byCause(items: readonly Item[]): readonly CaseMoment[] {
  const queues = [...Map.groupBy(items, ({ moment, nr }) => moment.run?.runId ?? nr).values()].map(ofOneRun);
  const lines = Map.groupBy(
    items.filter(({ moment }) => moment.entry).toSorted((one, other) => one.nr - other.nr),
    ({ moment }) => moment.entry?.part ?? '',
  );
  const isNext = (item: Item) => !item.moment.entry || lines.get(item.moment.entry.part ?? '')?.[0] === item;
  const story: CaseMoment[] = [];
  for (;;) {
    const heads = queues.flatMap((queue) => queue[0] ?? []);
    const [next] = heads.filter(isNext).sort(byPath);
    if (!next) return story;
    story.push(next.moment);
    queues.find((queue) => queue[0] === next)?.shift();
    if (next.moment.entry) lines.get(next.moment.entry.part ?? '')?.shift();
  }
}

/** What one run did, by its drawing; what it wrote into the case in the order it wrote it. */
function ofOneRun(items: readonly Item[]): Item[] {
  const written = items.filter(({ moment }) => moment.entry).toSorted((one, other) => one.nr - other.nr);
  const done = items.filter(({ moment }) => !moment.entry).toSorted(byPath);
  const order: Item[] = [];
  for (;;) {
    const [entry, other] = [written[0], done[0]];
    if (!entry || !other) return [...order, ...written, ...done];
    order.push((byPath(entry, other) < 0 ? written.shift() : done.shift()) ?? entry);
  }
}

/** Calls come before the word of the step that made them, what an event of it began after it. */
const [CALLED, ITSELF, BEGUN] = [0, 1, 2];
const [FIRST, LAST] = [-1, Number.MAX_SAFE_INTEGER];

function pathsOf(runs: readonly StoryRun[]): (moment: CaseMoment, node: string | undefined) => Path {
  const known = new Map(runs.map((run) => [run.runId, run]));
  const drawn = new Map(runs.map(({ runId, flow }) => [runId, drawnOrder(flow)]));
  const begun = firstBegun(runs);
  const paths = new Map<string, Path>();

  const at = (runId: string, node: string) => [...ofRun(runId), drawn.get(runId)?.get(node) ?? LAST - 1];

  function ofRun(runId: string): Path {
    const path = paths.get(runId) ?? made(runId);
    paths.set(runId, path);
    return path;
  }

  function made(runId: string): Path {
    const run = known.get(runId);
    if (!run) return [];
    const { call, event } = run.trigger;
    if (call && known.has(call.runId)) {
      const { node, item } = placeOf(call.node);
      return [...at(call.runId, node), CALLED, ...item.split('.').map(Number), begun(run), runId];
    }
    // A step tells an event under its own key, `<run>:<step>`, unless an author chose another.
    const [teller = '', node = ''] = event?.eventId.split(':') ?? [];
    const isOlder = known.has(teller) && Date.parse(known.get(teller)?.startedAt ?? '') <= Date.parse(run.startedAt);
    if (isOlder && teller !== runId) return [...at(teller, node), BEGUN, event?.offset ?? 0, run.flowId, runId];
    return [begun(run), run.flowId, runId];
  }

  return (moment, node) => {
    const runId = moment.run?.runId;
    if (runId === undefined || !known.has(runId)) return [Date.parse(moment.at)];
    if (moment.what === 'began') return [...ofRun(runId), FIRST];
    if (moment.what === 'ended') return [...ofRun(runId), LAST];
    return node === undefined ? [...ofRun(runId), LAST - 1] : [...at(runId, node), ITSELF];
  };
}

/** Milliseconds; the readers of one event begin with the first of them. */
function firstBegun(runs: readonly StoryRun[]): (run: StoryRun) => number {
  const keyOf = ({ runId, trigger: { event } }: StoryRun) => (event ? `${event.topic} ${event.offset}` : runId);
  const first = new Map<string, number>();
  for (const run of runs) {
    const ms = Date.parse(run.startedAt);
    first.set(keyOf(run), Math.min(ms, first.get(keyOf(run)) ?? ms));
  }
  return (run) => first.get(keyOf(run)) ?? 0;
}

function drawnOrder(flow: Flow): ReadonlyMap<string, number> {
  const order = new Map(topologicalOrder(flow).map((node, nr) => [node, nr]));
  for (const { id } of flow.nodes) if (!order.has(id)) order.set(id, order.size);
  return order;
}
