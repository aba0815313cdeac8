import type { Catalogue } from '@lockstep/schema/node';
import { createCache } from '../http/cache.ts';
import type { ContractBook } from '../runner/contract-book.ts';
import { pinnedRefs } from '../runner/contract-pins.ts';
import { type LoadedFlow, loadFlow } from '../runner/steps/index.ts';
import { readSnapshot } from '../store/flows.ts';
import type { Db } from '../store/index.ts';

export interface FlowCache {
  /** @throws Error when there is no such snapshot | PlanError when it cannot run */
  load(snapshotId: string): Promise<LoadedFlow>;
}

/** Flows ready to run, by snapshot; snapshots never change, so nothing here is ever stale. */
export function createFlowCache({
  db,
  catalogue,
  contracts,
  max = 500,
}: {
  readonly db: Db;
  readonly catalogue: Catalogue;
  readonly contracts: Pick<ContractBook, 'ensure'>;
  readonly max?: number;
}): FlowCache {
  const cache = createCache<LoadedFlow>({ max });
  return {
    load: (snapshotId) =>
      cache.get(snapshotId, async () => {
        const flow = await readSnapshot(db, snapshotId);
        if (!flow) throw new Error(`There is no snapshot ${snapshotId}.`);
        await contracts.ensure(pinnedRefs(flow.pins));
        return loadFlow({ flow, snapshotId }, catalogue);
      }),
  };
}
