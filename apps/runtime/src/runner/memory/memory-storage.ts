import type { Failure } from '@lockstep/schema/run';
import { itemPath } from '../../engine/index.ts';
import { LANE_CHANNEL, type Mailbox, type TopicStore } from '../../store/index.ts';
import type { Clock } from '../clock.ts';
import type { HostStorage } from '../host/index.ts';
import { memoryJournal } from './journal.ts';
import { memoryLanes } from './lanes.ts';
import { memoryMailbox } from './mailbox.ts';
import { familyOf, memoryReplays, openOf } from './replays.ts';
import { createTables, type Tables } from './tables.ts';
import { memoryWorkers } from './workers.ts';

/** Storage of hosts in this process, for flow tests and simulations: the promises of the store, but for lasting. */
export interface MemoryStorage extends HostStorage {
  readonly mailbox: Mailbox;
  readonly topics: Pick<TopicStore, 'publish'>;
  /** What is stored, to look at. */
  readonly tables: Tables;
  /** From now on no message of the flow begins; what has begun goes on. */
  pauseFlow(flowId: string): void;
  resumeFlow(flowId: string): void;
  publishVersion(flowId: string, version: number, snapshotId: string): void;
}

export function createMemoryStorage(clock: Clock): MemoryStorage {
  const listeners = new Map<string, Set<(payload: string) => void>>();
  const notify = (channel: string, payload: string) => {
    for (const hear of listeners.get(channel) ?? []) queueMicrotask(() => hear(payload));
  };
  const tables = createTables(clock, notify);
  const { runs, exceptions, versions, pausedFlows } = tables;
  const lanes = memoryLanes(tables);
  const { publish, ...mailbox } = memoryMailbox(tables);
  const unbegun = (flowId: string) =>
    [...runs.values()].filter(
      (run) =>
        run.flowId === flowId &&
        run.status === 'queued' &&
        run.epoch === undefined &&
        !run.lane &&
        run.events.length === 1,
    );

  return {
    tables,
    journal: memoryJournal(tables),
    workers: memoryWorkers(tables),
    lanes,
    replays: memoryReplays(tables, lanes),
    mailbox,
    topics: { publish },
    records: {
      run: async (runId) => runs.get(runId),
      exception: async (exceptionId) => exceptions.find(({ id }) => id === exceptionId),
      family: async ({ runId, keyRunId }) => familyOf(tables, runId, keyRunId),
      openException: async (runIds) => openOf(tables, runIds)?.id,
      async unsureItems(runIds) {
        return runIds.flatMap((runId) =>
          [...(runs.get(runId)?.items.values() ?? [])].flatMap(({ parent, idx, failedNode, failure }) => {
            const isUnsure = failure !== undefined && (JSON.parse(failure) as Failure).outcomeUnknown;
            return isUnsure && failedNode ? [{ runId, node: failedNode, item: itemPath(parent, idx) }] : [];
          }),
        );
      },
      begunUnder: async (flowId, node, key) => tables.inbox.get(JSON.stringify([flowId, node, key]))?.runId,
      snapshotOf: async (flowId, version) => versions.get(`${flowId}@${version}`),
    },
    async listen(channel, onMessage, onConnect) {
      const all = listeners.get(channel) ?? new Set();
      listeners.set(channel, all.add(onMessage));
      onConnect?.();
      return async () => void all.delete(onMessage);
    },
    async notify(channel, payload) {
      notify(channel, payload);
    },
    pauseFlow(flowId) {
      pausedFlows.add(flowId);
      for (const run of unbegun(flowId)) if (!run.test) run.wakeAt = undefined;
    },
    resumeFlow(flowId) {
      pausedFlows.delete(flowId);
      for (const run of unbegun(flowId)) tables.wake(run, clock.now());
      const held = [...tables.lanes.values()].filter((lane) => lane.flowId === flowId && lane.lookAt === Infinity);
      for (const lane of held) lane.lookAt = clock.now();
      if (held.length > 0) notify(LANE_CHANNEL, '');
    },
    publishVersion: (flowId, version, snapshotId) => void versions.set(`${flowId}@${version}`, snapshotId),
  };
}
