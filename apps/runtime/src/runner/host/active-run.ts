import { isEnded, type Payload, type RunEvent } from '@lockstep/schema/run';
import { type Command, type NodeId, type Place, pending, stepAt, transition } from '../../engine/index.ts';
import { failPoint } from '../../fail-points/index.ts';
import { type Appended, type AppendItem, type Letter, type NewWait, StoreUnavailableError } from '../../store/index.ts';
import type { LoadedFlow, StepResponse } from '../steps/index.ts';
import { type Closing, closingFields, unstorable } from './closing.ts';
import { createEarlierItems } from './earlier-items.ts';
import { type EncodedEvent, encodeEvent } from './encode-event.ts';
import { defectOf, messagesOf, neverBegan, type StepEnd } from './execute-step.ts';
import { filteredReason } from './filtered.ts';
import { createHeldWork, type Held, execute as perform } from './held-work.ts';
import { createParkLog } from './park-log.ts';
import { releaseOf } from './releasing.ts';
import type { ActiveRun, Gone, RunFrom, RunInfo, RunSurroundings } from './run-types.ts';
import { createScopeDesk } from './scope-desk.ts';
import { untilStoreAnswers } from './store-retry.ts';
import { createTimers } from './timers.ts';
import { createResolve } from './values.ts';

interface Recorded extends EncodedEvent {
  readonly response?: StepResponse | undefined;
  readonly breach?: { readonly node: string | undefined } | undefined;
}

/**
 * Drives one run: engine, executor and journal. What must hold:
 *
 * - An effect begins only when every event that led to it is durable, except successes of pure steps: those are computed
 *   again from the same inputs, and go with the next write.
 * - The end of an item is durable before an effect begins that it let begin.
 * - So after a takeover (`recover`) pure steps are computed first, with effects held back; then every effect that is
 *   reached may have been under way, and `run.resumed` says so to the engine.
 * - Nothing is written or begun for a run that is gone.
 */
export function createActiveRun(info: RunInfo, loaded: LoadedFlow, from: RunFrom, around: RunSurroundings): ActiveRun {
  const { plan } = loaded;
  const { runId } = info;
  const { executor, clock, log } = around;
  const run = { ...info, id: runId };
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
  const isWanted = () => !gone;
  /** Under which reference large values of the state are stored. */
  const stored = new WeakMap<Payload, { readonly ref: string; readonly bytes: number }>();
  const desk = createScopeDesk({
    runId,
    plan,
    journal: around.journal,
    clock,
    resolve: createResolve(around, isWanted),
    keptSeq: from.keptSeq ?? 0,
    retried: info.retried,
    isWanted,
    refOf: (payload) => stored.get(payload),
    async pull(at, place, cursor) {
      const { attempt = 1 } = stepAt(plan, at, place) ?? {};
      const pulled = { ...place, attempt, outcomeUnknown: false, timeoutMs: plan.byId.get(place.node)?.timeoutMs ?? 0 };
      const messages = await messagesOf(plan, at, place, desk.values);
      const pull = cursor === undefined ? {} : { cursor };
      return executor.execute({ run, loaded, ...pulled, pull, ...messages, now: clock.now(), stillOwned });
    },
  });
  const { values } = desk;
  const earlier =
    info.earlier &&
    createEarlierItems({
      runId,
      plan,
      earlier: info.earlier.runIds,
      repeat: info.earlier.repeat,
      readItem: (id, item) => untilStoreAnswers(clock, () => around.journal.readItem(id, item), isWanted),
    });
  const underWay = new Set<string>();
  const held = createHeldWork(plan);
  const timers = createTimers(clock);
  const parkLog = createParkLog(runId, plan, from.state);

  const newExceptionId = () => clock.newId({ runId, what: 'exception', nr: head });
  const nameOf = (node: NodeId) => loaded.nodes.get(node)?.node.name ?? node;

  function take(event: RunEvent, { response, items }: Pick<StepEnd, 'response' | 'items'> = {}): void {
    const [before, next] = [state, transition(plan, state, event)];
    if (next.state === before) return; // stale: R1, R2
    const breach = event.type === 'sla.breached' ? { node: event.node } : undefined;
    const encoded = encodeEvent(event, clock.newId, (payload, reference) => stored.set(payload, reference));
    unsaved.push({ ...encoded, response, breach });
    state = next.state;
    parkLog.note(event, state);
    head += 1;
    if (('item' in event && event.item) || event.type.startsWith('scope.')) desk.touched();
    if (event.type === 'scope.fed' && items) desk.fed(placeIn(event), before, items);
    if (!isRecomputable(event) || response) barrier = head;
    for (const command of next.commands) {
      if (command.type !== 'item.ended') continue;
      desk.ended(command, { before, after: state }, unsaved.length);
      barrier = head;
    }
    for (const command of next.commands) obey(command);
  }

  function open({ id, event }: Letter): void {
    if (letters.includes(id)) return;
    letters.push(id);
    // R9: what was commanded and has not begun never does.
    const isIdle = event.type === 'run.cancelled' && !recovering && underWay.size === 0;
    take(isIdle ? { ...event, idle: true } : event);
  }

  function isRecomputable(event: RunEvent): boolean {
    const node = event.type === 'step.succeeded' ? plan.byId.get(event.node) : undefined;
    return node?.effect === 'none' && !node.rules;
  }

  function obey(command: Command): void {
    switch (command.type) {
      case 'step.run':
      case 'scope.gather':
      case 'scope.judge':
        if (!underWay.has(command.id)) held.put(command, barrier);
        return;
      case 'timer.set':
        failPoint('timer.before-set');
        timers.set(command.id, command.at, () => void fire(command).catch(abandon));
        return;
      case 'alarm.set':
        // What is due counts before anything else that this process does with the run.
        if (command.at <= clock.now()) ring(command);
        else timers.set(command.id, command.at, () => ring(command, 'look'));
        return;
      case 'run.close':
        closing = command;
        return;
      case 'item.ended':
        return; // written with its event
      default:
        command satisfies never;
    }
  }

  async function fire(timer: Extract<Command, { readonly type: 'timer.set' }>): Promise<void> {
    failPoint('timer.fired');
    // What came in before the wait was over wins, also when nobody told us of it yet.
    if (stepAt(plan, state, placeIn(timer))?.park?.on) {
      const mail = await untilStoreAnswers(
        clock,
        () => around.journal.readMail(from.owner.epoch, runId),
        () => !gone,
      );
      if (gone) return;
      for (const letter of mail) open(letter);
    }
    const { node, item, attempt } = timer;
    take({ type: 'timer.fired', at: clock.now(), node, ...(item && { item }), attempt });
    look();
  }

  function ring({ alarm, node, item }: Extract<Command, { readonly type: 'alarm.set' }>, then?: 'look'): void {
    const at = clock.now();
    const stage = { ...(node && { node }), ...(item && { item }) };
    take(alarm === 'deadline' ? { type: 'run.expired', at } : { type: 'sla.breached', at, ...stage });
    if (then) look();
  }

  /** Begins what may begin, ends the recovery when it is time, and writes what must be written. */
  function look(): void {
    if (gone) return;
    beginHeld();
    if (recovering && underWay.size === 0 && around.stage() === 'running') {
      resume();
      beginHeld();
    }
    void flush();
  }

  function resume(at = clock.now()): void {
    failPoint('takeover.before-resume');
    recovering = false;
    take({ type: 'run.resumed', at });
  }

  function beginHeld(): void {
    if (around.stage() !== 'running') return;
    for (const work of held.ready({ state, saved, head, recovering })) {
      underWay.add(work.id);
      execute(work).catch((error: unknown) => abandon(error));
    }
  }

  async function execute({ id, command, isEffect }: Held): Promise<void> {
    const { journal } = around;
    const execution = { run, loaded, state, values, executor, journal, earlier, stillOwned, isWanted, clock, log };
    let end: StepEnd;
    do {
      // A worker that was paused must not begin what another may be doing by now.
      while (isEffect && !around.lease.isSafe(from.owner)) {
        await around.lease.whenSafe(from.owner);
        if (gone) return;
        if (around.lease.isOver(from.owner)) return leave({ how: 'lost' });
      }
      end = await perform(command, execution);
      if (gone) return;
      // Ours all the same, and nothing was sent: the attempt is made as if it had not begun.
    } while (neverBegan(end));
    underWay.delete(id);
    // What came out otherwise in the life before may have led on to effects: the engine must know before it hears of this.
    // At the moment of its failure: a history does not go back in time.
    if (recovering && 'failure' in end.event) resume(end.event.at);
    try {
      take(end.event, end);
    } catch (error) {
      if (command.type === 'scope.judge') throw error;
      log?.error({ err: error, runId, node: command.node }, 'What a step gave cannot be written down.');
      const failed = {
        node: command.node,
        ...(command.item && { item: command.item }),
        attempt: command.attempt,
        durationMs: 0,
        failure: defectOf(isEffect),
      };
      take({ type: 'step.failed', at: end.event.at, ...failed, jitter: 0 });
    }
    look();
  }

  function stillOwned(): boolean {
    return !gone && around.lease.isSafe(from.owner);
  }

  async function flush(): Promise<void> {
    if (flushing) return;
    flushing = true;
    try {
      for (let item = nextWrite(); item; item = nextWrite()) await write(item);
    } catch (error) {
      abandon(error);
    } finally {
      flushing = false;
    }
  }

  /** Ours went wrong. The next comparison with the database finds the run without a keeper and takes it up again. */
  function abandon(error: unknown): void {
    log?.error({ err: error, runId }, 'A run was left where it stands.');
    leave({ how: 'lost' });
  }

  /** What to write now; `undefined` while nothing needs to be durable. */
  function nextWrite(): AppendItem | undefined {
    if (gone) return undefined;
    const at = { stage: around.stage(), isIdle: underWay.size === 0, recovering, now: clock.now() };
    const release = closing ? undefined : releaseOf(plan, state, at);
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
      ...(closing ? closingFields(closing, { ...info, plan, state, nameOf, newId: newExceptionId }) : {}),
      filtered:
        closing?.status === 'done' ? (state.filtered ?? filteredReason(loaded.flow, { plan, state })) : undefined,
      mail: letters.length > 0 ? letters : undefined,
      called: closing && info.trigger.call ? true : undefined,
      ...parkLog.take(),
      ...desk.take({ state, seq: head }),
    };
  }

  async function write(item: AppendItem): Promise<void> {
    const responses = unsaved.flatMap(({ response }) => response ?? []);
    const breaches = unsaved.flatMap(({ breach }) => breach ?? []);
    const isEnd = isEnded(item.status);
    unsaved = [];
    letters = [];
    const boundary = boundaryOf(item);
    failPoint(`${boundary}.before-commit`);
    // What is given back is not ours any more once the statement is on its way.
    if (isEnd || item.release) stop();
    const { outcome, exceptionId } = await append(item);
    failPoint(`${boundary}.after-commit`);
    if (outcome === 'fenced') return leave({ how: 'lost' });
    saved += item.events.length;
    for (const response of responses) around.onResponse(self, response);
    for (const { node } of breaches) around.onBreach(self, node);
    for (const wait of item.waits ?? []) takeEarlier(wait);
    for (const { calledRunId } of [...(item.calls ?? []), ...(item.unparked ?? [])]) {
      if (calledRunId !== undefined) around.calls?.look(calledRunId);
    }
    around.onSaved(self, item.status);
    if (isEnd) leave({ how: 'ended', status: item.status, exceptionId });
    else if (item.release) leave({ how: 'released' });
    else beginHeld();
  }

  /** Events that came before the wait began. A wait that is left here is found by the next poll. */
  function takeEarlier(wait: NewWait): void {
    failPoint('wait.before-match');
    around.mailbox.match(wait).catch((error: unknown) => log?.warn({ err: error, runId }, 'Earlier events wait.'));
  }

  /** Asks until there is an answer. What PostgreSQL refuses to store ends the run where a person sees it. */
  async function append(item: AppendItem): Promise<Appended> {
    const isWanted = () => around.stage() !== 'closed';
    try {
      return await untilStoreAnswers(clock, () => around.journal.append(item), isWanted);
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      log?.error({ err: error, runId }, 'The events of a run cannot be stored.');
      stop();
      const end = unstorable(item, info, newExceptionId());
      const { outcome, exceptionId } = await untilStoreAnswers(clock, () => around.journal.append(end), isWanted);
      if (outcome !== 'fenced') {
        around.onSaved(self, end.status);
        leave({ how: 'ended', status: end.status, exceptionId });
      }
      return { outcome: 'fenced' };
    }
  }

  function stop(): void {
    gone = true;
    timers.clear();
    held.clear();
  }

  function leave(how: Gone): void {
    stop();
    if (told) return;
    told = true;
    around.onGone(self, how);
  }

  const self: ActiveRun = {
    info,
    owner: from.owner,
    get state() {
      return state;
    },
    begin(recover, mail = []) {
      recovering = recover;
      for (const command of pending(plan, state)) obey(command);
      for (const letter of mail) open(letter);
      look();
    },
    deliver(letter) {
      if (gone) return;
      open(letter);
      look();
    },
    look,
    lose: () => leave({ how: 'lost' }),
  };
  return self;
}

/** What a write is to the crash tests. */
function boundaryOf({ status, waits, approvals, release }: AppendItem): 'close' | 'park' | 'release' | 'result' {
  if (isEnded(status)) return 'close';
  if (waits || approvals) return 'park';
  return release ? 'release' : 'result';
}

function placeIn({ node, item = '' }: { readonly node: NodeId; readonly item?: string | undefined }): Place {
  return { node, item };
}
