import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { listApprovals } from '../../../store/approvals.ts';
import { createFlow, keepSnapshot } from '../../../store/flows.ts';
import { tables } from '../../../store/index.ts';
import { pauseFlow, resumeFlow } from '../../../store/pauses.ts';
import { createTestStore } from '../../../store/testing.ts';
import { systemClock } from '../../clock.ts';
import { createProcess, type SimulatedProcess } from '../../simulation/process.ts';
import { createHostOn } from '../host.ts';
import { postgresStorage } from '../storage.ts';
import { testFlow } from '../testing.ts';
import type { Host } from '../types.ts';
import { type HostWorld, type StoredException, THREE } from './world.ts';

/** Hosts over a PostgreSQL database of their own, each with its own connections; in real time. */
export async function postgresWorld(): Promise<HostWorld> {
  const store = await createTestStore();
  const { flow } = testFlow(THREE);
  await createFlow(store.db, { flow, hash: 'h' });
  const hosts = new Map<Host, SimulatedProcess>();
  let skippedMs = 0;

  return {
    async start(settings) {
      const own = await store.another();
      const workerId = randomUUID();
      const { executor } = settings;
      const process = createProcess({ name: workerId, clock: systemClock, storage: postgresStorage(own), executor });
      const host = await createHostOn({ ...settings, ...process, workerId });
      hosts.set(host, process);
      return {
        host,
        kill: async () => process.kill(),
        async lapse() {
          await store.sql`update workers set lease_until = now() - interval '1 second' where id = ${workerId}`;
        },
      };
    },
    historyOf: store.journal.readEvents,
    async rowOf(runId) {
      const [row] = await store.db.query.runs.findMany({ where: (runs, { eq }) => eq(runs.id, runId) });
      return row && { status: row.status, isOwned: row.epoch !== null };
    },
    exceptions: async () => (await store.db.select().from(tables.exceptions)) as readonly StoredException[],
    approvals: () => listApprovals(store.db, { limit: 10 }),
    async openWaits() {
      const [row] = await store.sql<{ n: number }[]>`
        select count(*)::int as n from run_waits where event_seq is null`;
      return row?.n ?? 0;
    },
    publish: store.topics.publish,
    decide: store.mailbox.decide,
    async pauseFlow(flowId) {
      await pauseFlow(store.db, { flowId, ingress: 'accept', by: 'ann' });
    },
    async resumeFlow(flowId) {
      await resumeFlow(store.db, flowId);
    },
    async publishVersion(flowId, version, snapshotId) {
      await keepSnapshot(store.db, { id: snapshotId, flow });
      const row = { flowId, version, snapshotId, hash: 'h', note: '', publishedBy: 'ann' };
      await store.db.insert(tables.flowVersions).values(row);
    },
    now: () => Date.now(),
    async until(holds) {
      const look = async () => {
        if (!(await holds())) throw new Error('This did not come about in time.');
      };
      await vi.waitFor(look, { timeout: 15_000, interval: 20 });
    },
    when: (work) => work,
    async skip(ms, runId) {
      skippedMs += ms;
      const real = Date.now.bind(Date);
      vi.spyOn(Date, 'now').mockImplementation(() => real() + skippedMs);
      await store.sql`update runs set wake_at = wake_at - ${ms} * interval '1 millisecond' where id = ${runId}`;
    },
    async close() {
      vi.restoreAllMocks();
      const alive = [...hosts].filter(([, { isAlive }]) => isAlive());
      await Promise.all(alive.map(([host]) => host.close()));
      await store.drop();
    },
  };
}
