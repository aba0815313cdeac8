import type { Json, ReleaseCause } from '@lockstep/schema/run';
import { refOf } from '../../engine/index.ts';
import type { Mailbox, TopicStore } from '../../store/index.ts';
import { CALLBACK_TOPIC } from '../host/park-log.ts';
import { post } from './journal.ts';
import type { EventRow, Tables, WaitRow } from './tables.ts';

/** Events, waits and answers as `sql/publish.sql`, `match-waits.sql` and `decide.sql` have them. */
export function memoryMailbox(tables: Tables): Mailbox & Pick<TopicStore, 'publish'> {
  const { clock, runs, events, waits, approvals } = tables;
  const isOpen = (runId: string) => runs.get(runId)?.endedAt === undefined;

  /** Gives the open waits of a topic and key the oldest events they take; the runs that go on. */
  function match({ topic, key }: { readonly topic: string; readonly key: string }): number {
    const told = new Set<string>();
    for (const wait of waits) {
      if (wait.topic !== topic || wait.key !== key || wait.eventSeq !== undefined || !isOpen(wait.runId)) continue;
      wait.checked = true;
      const event = events.find((one) => isFor(one, wait) && !isTaken(one, wait.runId));
      if (!event) continue;
      wait.eventSeq = event.seq;
      post(tables, { runId: wait.runId, id: `release:${refOf(wait)}:${wait.attempt}`, event: releaseOf(wait, event) });
      told.add(wait.runId);
    }
    return told.size;
  }

  const isFor = (event: EventRow, { topic, key, since = 0 }: WaitRow) =>
    event.topic === topic && event.key === key && event.receivedAt >= since;
  const isTaken = ({ topic, seq }: EventRow, runId: string) =>
    waits.some((other) => other.runId === runId && other.topic === topic && other.eventSeq === seq);

  function releaseOf(wait: WaitRow, { eventId, receivedAt, payload }: EventRow): string {
    const { node, item, attempt, port, topic, key } = wait;
    const isCallback = topic === CALLBACK_TOPIC;
    const arrived = { receivedAt: new Date(receivedAt).toISOString(), payload: JSON.parse(payload) as Json };
    const value = isCallback ? arrived : { topic, key, eventId, ...arrived };
    const cause: ReleaseCause = isCallback ? { kind: 'callback' } : { kind: 'event', topic, key, eventId };
    return JSON.stringify({
      type: 'step.released',
      at: clock.now(),
      node,
      item,
      attempt,
      port,
      output: { value },
      cause,
    });
  }

  return {
    async publish({ topic, key, eventId, payload }) {
      const isKnown = events.some((one) => one.topic === topic && one.key === key && one.eventId === eventId);
      if (isKnown) return { outcome: 'duplicate', runs: 0 };
      const seq = events.filter((one) => one.topic === topic).length + 1;
      events.push({ seq, topic, key, eventId, payload: JSON.stringify(payload), receivedAt: clock.now() });
      const released = match({ topic, key });
      return { outcome: released > 0 ? 'delivered' : 'kept', runs: released, offset: seq };
    },
    match: async (on) => match(on),
    async matchLeft(ageMs) {
      const left = waits.filter(({ checked, createdAt }) => !checked && createdAt < clock.now() - ageMs);
      return left.reduce((sum, on) => sum + match(on), 0);
    },
    async decide({ approvalId, decision, by, comment }) {
      const approval = approvals.find(({ id, status }) => id === approvalId && status === 'open');
      if (!approval || !isOpen(approval.runId)) return undefined;
      if (approval.deadlineAt !== undefined && approval.deadlineAt <= clock.now()) return undefined;
      approval.status = decision;
      const { runId, flowId, node, item, attempt, ports } = approval;
      const at = clock.now();
      const value = { approvalId, decision, comment, by, decidedAt: new Date(at).toISOString() };
      const cause: ReleaseCause = { kind: 'approval', approvalId, by };
      const release = {
        ...{ type: 'step.released', at, node, item, attempt },
        ...{ port: ports[decision], output: { value }, cause },
      };
      post(tables, { runId, id: `approval:${approvalId}`, event: JSON.stringify(release) });
      return { runId, flowId };
    },
  };
}
