import {
  type Failure,
  isEnded,
  type Json,
  type Payload,
  type RunEvent,
  type RunStatus,
  type TriggerInfo,
} from '@lockstep/schema/run';
import { type Command, pending, type RunState, transition } from '../../engine/index.ts';
import {
  type Appended,
  type AppendItem,
  type Journal,
  type Ownership,
  StoreUnavailableError,
} from '../../store/index.ts';
import type { Executor, LoadedFlow, StepResponse, StepResult } from '../steps/index.ts';
import { type Closing, closingFields, unstorable } from './closing.ts';
import { type EncodedEvent, encodeEvent } from './encode-event.ts';
import { failPoint } from './fail-point.ts';
import type { Lease } from './lease.ts';
import { inputOf, outputsBefore } from './messages.ts';
import { releaseOf, type Stage } from './releasing.ts';
import { untilStoreAnswers } from './store-retry.ts';
import type { HostLog } from './types.ts';

/** A run as its owner holds it in memory. */
export interface ActiveRun {
  readonly info: RunInfo;
  readonly owner: Ownership;
  readonly state: RunState;
  /** Does what is outstanding. `recover`: the worker before may have been in the middle of steps. */
  begin(recover: boolean): void;
  /** Takes a letter from the run's mailbox. */
  deliver(letter: { readonly id: string; readonly event: RunEvent }): void;
  /** Looks again whether something may begin or be handed over: the lease, or the host, changed. */
  look(): void;
  /** Forgets the run: it belongs to another worker, or another life of this one. */
  lose(): void;
}

export interface RunInfo {
  readonly runId: string;
  readonly flowId: string;
  readonly test: boolean;
  readonly keyRunId: string;
  readonly triggerNode: string;
  readonly trigger: TriggerInfo;
  /** Epoch milliseconds of `run.started`: the clock of the run's scripts. */
  readonly startedAt: number;
  /** True when a person had the run tried again: its exception is settled with its end. */
  readonly retried: boolean;
}

/** What the host lends to its runs. */
export interface RunSurroundings {
  readonly journal: Journal;
  readonly executor: Executor;
  readonly lease: Lease;
  readonly log?: HostLog | undefined;
  stage(): Stage;
  onSaved(run: ActiveRun, status: RunStatus): void;
  onResponse(run: ActiveRun, response: StepResponse): void;
  /** The run is not held any more. Told once. */
  onGone(run: ActiveRun, how: Gone): void;
}

/** Why a run left this process: it ended (with its exception), was given back, or belongs to another by now. */
export type Gone =
  | { readonly how: 'ended'; readonly status: RunStatus; readonly exceptionId?: string | undefined }
  | { readonly how: 'released' | 'lost' };

interface Recorded extends EncodedEvent {
  readonly response?: StepResponse | undefined;
}

type StepCommand = Extract<Command, { readonly type: 'step.run' }>;

const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Drives one run: engine, executor and journal. What must hold:
 *
 * - An effect begins only when every event that led to it is durable, except successes of pure steps: those are computed
 *   again from the same inputs, and go with the next write.
 * - So after a takeover (`recover`) pure steps are computed first, with effects held back; then every effect that is
 *   reached may have been under way, and `run.resumed` says so to the engine.
 * - Nothing is written or begun for a run that is gone.
 */
export function createActiveRun(
  info: RunInfo,
  loaded: LoadedFlow,
  from: { readonly state: RunState; readonly seq: number; readonly owner: Ownership },
  around: RunSurroundings,
): ActiveRun {
  const { plan } = loaded;
  const { runId } = info;
  let state = from.state;
  /** Newest event written; newest event at all; newest event that must be durable before an effect begins. */
  let saved = from.seq;
  let head = from.seq;
  let barrier = from.seq;
  let unsaved: Recorded[] = [];
  let letters: string[] = [];
  let closing: Closing | undefined;
  let recovering = false;
  let flushing = false;
  let gone = false;
  let told = false;
  const underWay = new Set<string>();
  const held = new Map<string, { readonly command: StepCommand; readonly barrier: number }>();
  const timers = new Map<string, NodeJS.Timeout>();
  const loadedValues = new Map<string, Promise<Json>>();

  function take(event: RunEvent, response?: StepResponse): void {
    const next = transition(plan, state, event);
    if (next.state === state) return; // stale: R1, R2
    state = next.state;
    head += 1;
    unsaved.push({ ...encodeEvent(event), response });
    if (!isRecomputable(event) || response) barrier = head;
    for (const command of next.commands) perform(command);
  }

  function isRecomputable(event: RunEvent): boolean {
    return event.type === 'step.succeeded' && plan.byId.get(event.node)?.effect === 'none';
  }

  function perform(command: Command): void {
    switch (command.type) {
      case 'step.run': {
        if (underWay.has(command.id)) return;
        const isPure = plan.byId.get(command.node)?.effect === 'none';
        held.set(command.id, { command, barrier: isPure ? 0 : barrier });
        return;
      }
      case 'timer.set':
        setTimer(command);
        return;
      case 'run.close':
        closing = command;
        return;
      default:
        command satisfies never;
    }
  }

  function setTimer({ id, node, attempt, at }: Extract<Command, { readonly type: 'timer.set' }>): void {
    clearTimeout(timers.get(id));
    const fire = () => {
      timers.delete(id);
      take({ type: 'timer.fired', at: Date.now(), node, attempt });
      look();
    };
    timers.set(id, setTimeout(fire, Math.min(Math.max(0, at - Date.now()), MAX_TIMEOUT_MS)));
  }

  /** Begins what may begin, ends the recovery when it is time, and writes what must be written. */
  function look(): void {
    if (gone) return;
    beginHeld();
    if (recovering && underWay.size === 0 && around.stage() === 'running') {
      recovering = false;
      take({ type: 'run.resumed', at: Date.now() });
      beginHeld();
    }
    void flush();
  }

  function beginHeld(): void {
    if (around.stage() !== 'running') return;
    for (const [id, { command, barrier: needed }] of held) {
      const isPure = needed === 0;
      if (needed > saved || (recovering && !isPure)) continue;
      held.delete(id);
      underWay.add(id);
      void execute(command, !isPure);
    }
  }

  async function execute(command: StepCommand, isEffect: boolean): Promise<void> {
    const { id, node, attempt, outcomeUnknown, timeoutMs } = command;
    // A worker that was paused must not begin what another may be doing by now.
    while (isEffect && !around.lease.isSafe()) {
      await around.lease.whenSafe();
      if (gone) return;
    }
    if (isEffect) failPoint('effect.before');
    const begun = performance.now();
    let result: StepResult;
    try {
      result = await around.executor.execute({
        run: { ...info, id: runId },
        loaded,
        node,
        attempt,
        outcomeUnknown,
        timeoutMs,
        input: await inputOf(plan, state, node, resolve),
        outputs: await outputsBefore(plan, state, node, resolve),
        now: Date.now(),
      });
    } catch (error) {
      around.log?.error({ err: error, runId, node }, 'A step could not be executed.');
      result = { ok: false, failure: defect(isEffect) };
    }
    if (isEffect) failPoint('effect.after');
    underWay.delete(id);
    if (gone) return;
    const at = Date.now();
    const durationMs = Math.round((performance.now() - begun) * 10) / 10;
    if (result.ok) {
      const { port, output, note, response } = result;
      const event = { type: 'step.succeeded', at, node, attempt, port, output: { value: output }, durationMs } as const;
      take(note === undefined ? event : { ...event, note }, response);
    } else {
      const { failure } = result;
      take({ type: 'step.failed', at, node, attempt, failure, durationMs, jitter: Math.random() });
    }
    look();
  }

  function resolve(payload: Payload): Json | Promise<Json> {
    if ('value' in payload) return payload.value;
    const known = loadedValues.get(payload.ref);
    if (known) return known;
    const value = untilStoreAnswers(
      () => around.journal.loadPayload(payload.ref),
      () => !gone,
    ).then((text) => JSON.parse(text) as Json);
    loadedValues.set(payload.ref, value);
    return value;
  }

  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    try {
      for (let item = nextWrite(); item; item = nextWrite()) await write(item);
    } catch (error) {
      around.log?.error({ err: error, runId }, 'A run is left to another worker.');
      leave({ how: 'lost' });
    } finally {
      flushing = false;
    }
  }

  /** What to write now; `undefined` while nothing needs to be durable. */
  function nextWrite(): AppendItem | undefined {
    if (gone) return undefined;
    const at = { stage: around.stage(), isIdle: underWay.size === 0, recovering, now: Date.now() };
    const release = closing ? undefined : releaseOf(state, at);
    if (!closing && !release && barrier <= saved && letters.length === 0) return undefined;
    return {
      runId,
      owner: from.owner,
      seq: saved,
      events: unsaved.map(({ text }) => text),
      payloads: unsaved.flatMap(({ payloads }) => payloads),
      status: closing?.status ?? release?.status ?? state.status,
      release: release !== undefined,
      wakeInMs: release?.wakeInMs,
      ...(closing ? closingFields(closing, state, info) : {}),
      mail: letters.length > 0 ? letters : undefined,
    };
  }

  async function write(item: AppendItem): Promise<void> {
    const responses = unsaved.flatMap(({ response }) => response ?? []);
    const isEnd = isEnded(item.status);
    unsaved = [];
    letters = [];
    failPoint(isEnd ? 'close.before-commit' : 'result.before-commit');
    // What is given back is not ours any more once the statement is on its way.
    if (isEnd || item.release) stop();
    const { outcome, exceptionId } = await append(item);
    failPoint(isEnd ? 'close.after-commit' : 'result.after-commit');
    if (outcome === 'fenced') return leave({ how: 'lost' });
    saved += item.events.length;
    for (const response of responses) around.onResponse(run, response);
    around.onSaved(run, item.status);
    if (isEnd) leave({ how: 'ended', status: item.status, exceptionId });
    else if (item.release) leave({ how: 'released' });
    else beginHeld();
  }

  /** Asks until there is an answer. What PostgreSQL refuses to store ends the run where a person sees it. */
  async function append(item: AppendItem): Promise<Appended> {
    const isWanted = () => around.stage() !== 'closed';
    try {
      return await untilStoreAnswers(() => around.journal.append(item), isWanted);
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      around.log?.error({ err: error, runId }, 'The events of a run cannot be stored.');
      stop();
      const end = unstorable(item, info.triggerNode);
      const { outcome, exceptionId } = await untilStoreAnswers(() => around.journal.append(end), isWanted);
      if (outcome !== 'fenced') {
        around.onSaved(run, end.status);
        leave({ how: 'ended', status: end.status, exceptionId });
      }
      return { outcome: 'fenced' };
    }
  }

  function stop(): void {
    gone = true;
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
    held.clear();
  }

  function leave(how: Gone): void {
    stop();
    if (told) return;
    told = true;
    around.onGone(run, how);
  }

  const run: ActiveRun = {
    info,
    owner: from.owner,
    get state() {
      return state;
    },
    begin(recover) {
      recovering = recover;
      for (const command of pending(plan, state)) perform(command);
      look();
    },
    deliver({ id, event }) {
      if (gone || letters.includes(id)) return;
      letters.push(id);
      take(event);
      look();
    },
    look,
    lose: () => leave({ how: 'lost' }),
  };
  return run;
}

function defect(isEffect: boolean): Failure {
  return {
    kind: 'defect',
    category: 'system',
    code: 'step-not-executed',
    message: 'The step could not be executed. The log of the runtime says why.',
    ...(isEffect && { outcomeUnknown: true }),
  };
}
