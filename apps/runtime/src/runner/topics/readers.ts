import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/index.ts';
import { FLOW_CHANNEL } from '../../store/flows.ts';
import type { RunningReader, Store } from '../../store/index.ts';
import { TOPIC_CHANNEL } from '../../store/topics/topics.ts';
import type { Logger } from '../../telemetry/index.ts';
import { type Host, OverloadedError } from '../host/index.ts';
import { startLoop } from '../loop.ts';
import type { LoadedFlow } from '../steps/index.ts';
import { type Listening, listeningOf } from './listening.ts';
import { NotComputedError } from './matching.ts';
import { readOn } from './read-on.ts';
import type { Next } from './step.ts';

export interface ReadersOptions {
  readonly store: Pick<Store, 'readers' | 'topics' | 'listen'>;
  readonly host: Pick<Host, 'startAll'>;
  readonly sandbox: Sandbox;
  readonly loadSnapshot: (snapshotId: string) => Promise<LoadedFlow>;
  readonly now?: () => number;
  readonly log: Pick<Logger, 'warn'>;
  /** How often to look for work that nobody told us about. */
  readonly pollMs?: number;
  /** For how long a process that is at a reader has it for itself. */
  readonly leaseMs?: number;
}

/** Everything that reads topics on: consumers and replays, in every process. */
export interface Readers {
  /** Looks now: something was published, begun or resumed. */
  nudge(): void;
  /** Runs of a flow ended: there may be room again. */
  freed(flowId: string): void;
  close(): Promise<void>;
}

const POLL_MS = 1_000;
const LEASE_MS = 3_000;
/** Another process is at the reader. */
const TAKEN_MS = 50;
/** There is no room for further runs, or nothing can be accepted or computed now. */
const FULL_MS = 200;
const AWAY_MS = 1_000;

/**
 * Every process reads on: for each batch one claims the reader, reads, and moves the place in one commit with the runs. So it
 * does not matter who comes first, and a process that dies is waited for no longer than its claim.
 */
export async function startReaders(options: ReadersOptions): Promise<Readers> {
  const { store, host, sandbox, log, now = Date.now, pollMs = POLL_MS, leaseMs = LEASE_MS } = options;
  const { readers, topics } = store;
  const worker = randomUUID();
  const stop = new AbortController();
  /** Readers being driven here; true when something came meanwhile. */
  const driven = new Map<string, boolean>();
  const drives = new Set<Promise<void>>();
  /** Wakes drives that wait for room, by flow. */
  const waiting = new Map<string, Set<() => void>>();
  const mistakes = new Map<string, string>();

  async function look(): Promise<number | undefined> {
    const dues = await Promise.all((await readers.running()).map(take));
    const known = dues.filter((inMs) => inMs !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  /** Drives a reader that has something to do. @returns in how many milliseconds it has, when that is known */
  async function take(reader: RunningReader): Promise<number | undefined> {
    if (stop.signal.aborted) return undefined;
    if (driven.has(reader.id)) {
      driven.set(reader.id, true);
      return undefined;
    }
    const inMs = dueIn(reader, await listeningTo(reader).catch(() => undefined));
    if (inMs === undefined || inMs > 0) return inMs;
    driven.set(reader.id, false);
    const drive = run(reader.id)
      .catch((error: unknown) => log.warn('A reader of a topic could not go on; it is tried again.', { error }))
      .finally(() => {
        driven.delete(reader.id);
        drives.delete(drive);
        loop.nudge();
      });
    drives.add(drive);
    return undefined;
  }

  async function run(id: string): Promise<void> {
    while (!stop.signal.aborted) {
      if (!(await readers.claim(id, { worker, leaseMs }))) {
        await pause(TAKEN_MS);
        const [reader] = await readers.running([id]);
        if (!reader || dueIn(reader, await listeningTo(reader)) !== 0) return;
        continue;
      }
      let next: Next = 'idle';
      let flowId: string | undefined;
      try {
        const [reader] = await readers.running([id]);
        if (!reader) return;
        flowId = reader.flowId;
        driven.set(id, false);
        next = await once(reader);
      } finally {
        await readers.release(id, worker);
      }
      if (next === 'idle' && !driven.get(id)) return;
      if (next === 'full') await untilFreed(flowId, FULL_MS);
      else if (next !== 'idle' && next.inMs > 0) {
        if (next.inMs > pollMs) return;
        await pause(next.inMs);
      }
    }
  }

  async function once(reader: RunningReader): Promise<Next> {
    const listening = await listeningTo(reader);
    if (!listening) return endless(reader);
    const onMistake = ({ flowId, node }: RunningReader, reason: string) => {
      if (mistakes.get(reader.id) === reason) return;
      mistakes.set(reader.id, reason);
      log.warn('An expression of a trigger cannot be computed for an event.', { flow: flowId, node, reason });
    };
    try {
      return await readOn(reader, listening, { readers, topics, host, sandbox, now, onMistake });
    } catch (error) {
      if (error instanceof OverloadedError) return { inMs: Math.min(error.retryAfterMs, AWAY_MS) };
      if (error instanceof NotComputedError) return { inMs: FULL_MS };
      throw error;
    }
  }

  /** The newest version has no such trigger any more: a consumer is about to be replaced, a replay has lost its target. */
  async function endless({ id, kind, node }: RunningReader): Promise<Next> {
    if (kind === 'replay') {
      await readers.abort(id, `The newest version of the flow has no trigger "${node}" that listens.`);
    }
    return 'idle';
  }

  async function listeningTo({ snapshotId, node }: RunningReader): Promise<Listening | undefined> {
    return listeningOf(await options.loadSnapshot(snapshotId), node);
  }

  function pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: stop.signal }).catch(() => undefined);
  }

  async function untilFreed(flowId: string | undefined, ms: number): Promise<void> {
    if (flowId === undefined) return pause(ms);
    const wakers = waiting.get(flowId) ?? new Set();
    waiting.set(flowId, wakers);
    let wake: () => void = () => undefined;
    const freed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    wakers.add(wake);
    await Promise.race([freed, pause(ms)]);
    wakers.delete(wake);
    if (wakers.size === 0) waiting.delete(flowId);
  }

  const loop = startLoop({
    look,
    everyMs: pollMs,
    onError: (error) => log.warn('Readers of topics could not be looked at; trying again.', { error }),
  });
  const unlisten = await Promise.all([
    store.listen(TOPIC_CHANNEL, loop.nudge, loop.nudge),
    store.listen(FLOW_CHANNEL, loop.nudge, loop.nudge),
  ]);
  loop.nudge();

  return {
    nudge: loop.nudge,
    freed(flowId) {
      for (const wake of waiting.get(flowId) ?? []) wake();
    },
    async close() {
      stop.abort();
      await Promise.all(unlisten.map((off) => off().catch(() => undefined)));
      await loop.close();
      await Promise.all(drives);
    },
  };
}

/** In how many milliseconds a reader has something to do; 0 for now, `undefined` when nothing is known to come. */
function dueIn(reader: RunningReader, listening: Listening | undefined): number | undefined {
  const { head, place, until, gatheredMs, nextInMs, kind } = reader;
  const rest = Math.max(0, nextInMs ?? 0);
  if (kind === 'replay') return rest;
  if (Math.min(head, until ?? head) > place) return rest;
  if (gatheredMs === null || !listening) return undefined;
  return Math.max(0, (listening.gather?.maxWaitMs ?? 0) - gatheredMs);
}
