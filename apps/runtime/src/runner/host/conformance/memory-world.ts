import { createSimulation } from '../../simulation/simulation.ts';
import type { HostWorld } from './world.ts';

/** Hosts over the memory of this process, in virtual time. */
export async function memoryWorld(seed = 1): Promise<HostWorld> {
  const simulation = createSimulation({ seed, startMs: Date.UTC(2026, 10, 27, 8) });
  const { clock, storage } = simulation;
  const { tables, mailbox, topics } = storage;

  async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    const isSo = await clock.run(holds, 60_000);
    if (!isSo) throw new Error('This did not come about within a minute of virtual time.');
  }

  return {
    async start(settings) {
      const { name, host, kill } = await simulation.start(settings);
      return {
        host,
        kill: async () => kill(),
        async lapse() {
          for (const lease of tables.leases.values()) if (lease.worker === name) lease.until = clock.now();
        },
      };
    },
    historyOf: storage.journal.readEvents,
    async rowOf(runId) {
      const run = tables.runs.get(runId);
      return run && { status: run.status, isOwned: run.epoch !== undefined };
    },
    exceptions: async () => tables.exceptions,
    approvals: async () => tables.approvals,
    openWaits: async () => tables.waits.filter(({ eventSeq }) => eventSeq === undefined).length,
    publish: topics.publish,
    decide: mailbox.decide,
    pauseFlow: async (flowId) => storage.pauseFlow(flowId),
    resumeFlow: async (flowId) => storage.resumeFlow(flowId),
    publishVersion: async (flowId, version, snapshotId) => storage.publishVersion(flowId, version, snapshotId),
    now: clock.now,
    until,
    async when(work) {
      let over = false;
      const end = () => {
        over = true;
      };
      work.then(end, end);
      await until(() => over);
      return work;
    },
    async skip(ms) {
      await clock.run(() => false, ms);
    },
    async close() {
      for (const { kill } of simulation.alive()) kill();
    },
  };
}
