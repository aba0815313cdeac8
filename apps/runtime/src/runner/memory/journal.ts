import { isEnded, RunEvent } from '@lockstep/schema/run';
import {
  type Accepted,
  type AcceptItem,
  type Appended,
  type AppendItem,
  type Journal,
  LANE_CHANNEL,
  type StoredPayload,
} from '../../store/index.ts';
import { appendItems, gather, historyFrom } from './items.ts';
import { backInLine } from './line.ts';
import { type ApprovalRow, isLive, type RunRow, type Tables, type WaitRow } from './tables.ts';

/** Writes runs down as `sql/accept.sql`, `append.sql`, `cancel.sql` and `retry.sql` do, with the same fence. */
export function memoryJournal(tables: Tables): Journal {
  const { clock, runs, payloads, mail, exceptions } = tables;

  function append(item: AppendItem): Appended {
    const { runId, owner, seq } = item;
    const run = runs.get(runId);
    if (!run) return { outcome: 'fenced' };
    const isOurs = run.epoch === owner.epoch && run.events.length === seq && isLive(tables, owner.epoch);
    if (!isOurs) {
      const isThere = run.events.length === seq + item.events.length && (run.epoch ?? owner.epoch) === owner.epoch;
      return { outcome: isThere ? 'repeated' : 'fenced' };
    }
    run.events.push(...item.events);
    run.status = item.status;
    run.failed = item.failed;
    run.filtered = item.filtered;
    keep(tables, item.payloads);
    const ended = isEnded(item.status);
    if (ended) run.endedAt = clock.now();
    if (ended || item.release) run.epoch = undefined;
    tables.wake(run, item.wakeInMs === undefined ? undefined : clock.now() + item.wakeInMs);
    for (const letter of mail) {
      if (letter.runId === runId && item.mail?.includes(letter.id)) letter.taken = true;
    }
    appendWaits(tables, run, item);
    appendItems(run, item);
    const exceptionId = appendException(tables, run, item);
    return { outcome: 'written', ...(exceptionId !== undefined && { exceptionId }) };
  }

  const historyOf = (runId: string) => (runs.get(runId)?.events ?? []).map((text) => RunEvent.parse(JSON.parse(text)));

  return {
    accept: async (item) => accept(tables, item),
    append: async (item) => append(item),
    readEvents: async (runId) => historyOf(runId),
    async readHistories(runIds, engine) {
      const found = runIds.flatMap((id) => {
        const run = runs.get(id);
        const history = run && historyFrom(run, historyOf(id), engine);
        return history ? [[id, history] as const] : [];
      });
      return new Map(found);
    },
    readItem: async (runId, item) => historyOf(runId).filter((event) => 'item' in event && event.item === item),
    gather: async (gathering) => gather(tables, gathering),
    async loadPayload(ref) {
      const body = payloads.get(ref);
      if (body === undefined) throw new Error(`There is no payload ${ref}.`);
      return body;
    },
    send: async ({ runId, id, event }) => post(tables, { runId, id, event: JSON.stringify(event) }),
    async readMail(epoch, runId) {
      return mail
        .filter((letter) => !letter.taken && runs.get(letter.runId)?.epoch === epoch)
        .filter((letter) => runId === undefined || letter.runId === runId)
        .map(({ event, ...letter }) => ({ ...letter, event: RunEvent.parse(JSON.parse(event)) }));
    },
    async retry(runId, event, exceptionId) {
      const run = runs.get(runId);
      if (run?.status !== 'exception' || run.replayedBy !== undefined) return undefined;
      const isOpen = exceptions.some(({ id, status }) => id === exceptionId && status === 'open');
      if (exceptionId !== undefined && !isOpen) return undefined;
      run.events.push(JSON.stringify(event));
      Object.assign(run, { status: 'queued', endedAt: undefined, epoch: undefined, failed: undefined });
      if (run.lane === 'left') backInLine(tables, run, LANE_CHANNEL);
      else {
        if (run.lane) run.lane = 'turn';
        tables.wake(run, clock.now());
      }
      const open = exceptions.find((one) => one.runId === runId && one.status === 'open');
      if (open) open.status = 'retrying';
      return { flowId: run.flowId, ...(open && { exceptionId: open.id }) };
    },
    async discard({ exceptionId }) {
      const open = exceptions.find(({ id, status }) => id === exceptionId && status === 'open');
      if (!open) return undefined;
      open.status = 'discarded';
      const run = runs.get(open.runId);
      if (run?.lane === 'blocking') run.lane = 'turn';
      return { runId: open.runId, flowId: open.flowId };
    },
    // Nothing grows without end that its process would not take along.
    maintain: async () => undefined,
  };
}

/** Accepts a message; one with a place in a lane waits for its turn. */
export function accept(tables: Tables, item: AcceptItem): Accepted {
  const { clock, runs, inbox } = tables;
  const { runId, flowId, triggerNode, dedupeKey, bodyHash, test, owner } = item;
  const key = dedupeKey === undefined ? undefined : JSON.stringify([flowId, triggerNode, dedupeKey]);
  const known = key === undefined ? undefined : inbox.get(key);
  if (known !== undefined) return { ...known, duplicate: true, owned: false };
  if (key !== undefined) inbox.set(key, { runId, bodyHash });
  const isHeld = !test && tables.pausedFlows.has(flowId);
  const owned = !item.queued && !isHeld && item.lane === undefined && isLive(tables, owner.epoch);
  const { version, snapshotId, keyRunId, replayOf, trigger, businessKey } = item;
  const run: RunRow = {
    ...{ runId, flowId, version, snapshotId, test, keyRunId, replayOf, triggerNode, trigger, businessKey },
    replayedBy: undefined,
    status: owned ? 'running' : 'queued',
    acceptedAt: clock.now(),
    endedAt: undefined,
    epoch: owned ? owner.epoch : undefined,
    wakeAt: undefined,
    events: [item.event],
    failed: undefined,
    filtered: undefined,
    lane: item.lane && 'waiting',
    items: new Map(),
    kept: undefined,
  };
  runs.set(runId, run);
  keep(tables, item.payloads);
  if (!owned && !isHeld && !item.lane) tables.wake(run, clock.now());
  return { runId, duplicate: false, owned, bodyHash };
}

function keep({ payloads }: Tables, stored: readonly StoredPayload[]): void {
  for (const { id, body } of stored) payloads.set(id, body);
}

/** Puts a letter into the mailbox of a run that has not ended, once, and wakes its owner or whoever may become it. */
export function post(
  tables: Tables,
  letter: { readonly runId: string; readonly id: string; readonly event: string },
): { readonly owner: number | undefined } | 'not-open' {
  const { runs, mail, clock } = tables;
  const run = runs.get(letter.runId);
  if (!run || run.endedAt !== undefined) return 'not-open';
  if (!mail.some(({ runId, id }) => runId === letter.runId && id === letter.id)) mail.push({ ...letter, taken: false });
  if (run.epoch === undefined && run.lane === 'waiting') tables.notify('lockstep_work', run.runId);
  else if (run.epoch === undefined) tables.wake(run, clock.now());
  else tables.notify('lockstep_mail', letter.runId);
  return { owner: run.epoch };
}

function appendWaits({ waits, approvals, clock }: Tables, { runId, flowId }: RunRow, item: AppendItem): void {
  for (const wait of item.waits ?? []) {
    waits.push({ ...wait, runId, createdAt: clock.now(), checked: false, eventSeq: undefined });
  }
  for (const approval of item.approvals ?? []) approvals.push({ ...approval, runId, flowId, status: 'open' });
  for (const { how, ...step } of item.unparked ?? []) {
    const isIt = (one: WaitRow | ApprovalRow) =>
      one.runId === runId && one.node === step.node && one.item === step.item && one.attempt === step.attempt;
    const at = waits.findIndex(isIt);
    if (at >= 0) waits.splice(at, 1);
    const approval = approvals.find(isIt);
    if (approval) approval.status = how;
  }
}

function appendException(
  { exceptions }: Tables,
  { runId, flowId }: RunRow,
  { exception, settle }: AppendItem,
): string | undefined {
  const retrying = exceptions.find((one) => one.runId === runId && one.status === 'retrying');
  if (exception && retrying) {
    Object.assign(retrying, { ...exception, id: retrying.id, status: 'open' });
    return retrying.id;
  }
  if (exception) {
    exceptions.push({ ...exception, runId, flowId, status: 'open' });
    return exception.id;
  }
  if (settle && retrying) retrying.status = settle;
  return settle && retrying?.id;
}
