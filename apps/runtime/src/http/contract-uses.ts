import type { ContractUse } from '@lockstep/schema/api';
import { offeredAbove, readContractRef } from '@lockstep/schema/contracts';
import type { Flow } from '@lockstep/schema/graph';
import { contractsOf, type DrawnContract } from '../runner/contract-pins.ts';
import { listFlowRows, readDraft, readSnapshot } from '../store/flows.ts';
import { versionsUnderWay } from '../store/runs-under-way.ts';
import { createCache } from './cache.ts';
import type { Doors } from './ports.ts';

export interface ContractUses {
  /** Who names a contract, or any: drafts, newest versions, older versions with runs under way, topics. */
  of(name?: string): Promise<readonly (ContractUse & { readonly name: string })[]>;
}

interface Place {
  readonly where: 'draft' | 'published' | 'running';
  readonly flowId: string;
  readonly flowName: string;
  readonly flowVersion?: number;
  readonly openRuns?: number;
}

/** What the steps of one document name, with what it was pinned to. */
type Named = DrawnContract & { readonly pinned?: string };

/** Documents are read once each: what is written in a document of a certain hash never changes. */
export function contractUses(doors: Pick<Doors, 'db' | 'catalogue' | 'contracts' | 'topics'>): ContractUses {
  const { db, catalogue, contracts, topics } = doors;
  const known = createCache<readonly Named[]>({ max: 5000 });

  function namedIn(flow: Flow | undefined): readonly Named[] {
    if (!flow) return [];
    return contractsOf(flow, catalogue).map((drawn) => {
      const pinned = flow.pins && Object.hasOwn(flow.pins, drawn.ref) ? flow.pins[drawn.ref] : undefined;
      return { ...drawn, ...(pinned !== undefined && { pinned }) };
    });
  }
  const inDraft = (flowId: string, hash: string) =>
    known.get(`${flowId}:${hash}`, async () => namedIn((await readDraft(db, flowId))?.flow));
  const inSnapshot = (id: string) => known.get(id, async () => namedIn(await readSnapshot(db, id)));

  /** What is the same for a step and a topic: the version that a reference means, and what there is to say about it. */
  function meaning(ref: string, pinned?: string) {
    const name = readContractRef(ref)?.name ?? ref;
    const found = contracts.find(pinned === undefined ? ref : `${name}@${pinned}`);
    const versions = contracts.all().flatMap((each) => (each.name === name ? [each.version] : []));
    const offered = found && offeredAbove(found.version, versions);
    return {
      name,
      ref,
      ...(found && { version: found.version }),
      deprecated: found?.deprecation !== undefined,
      ...(offered !== undefined && { offered }),
    };
  }

  async function inFlows(): Promise<readonly (ContractUse & { readonly name: string })[]> {
    const [rows, open] = await Promise.all([listFlowRows(db), versionsUnderWay(db)]);
    const underWay = Map.groupBy(open, ({ flowId }) => flowId);
    const found = await Promise.all(
      rows.map(async ({ id: flowId, name: flowName, draftHash, published }) => {
        const places: (readonly [Place, readonly Named[]])[] = [];
        if (published) {
          const { version: flowVersion, snapshotId } = published;
          places.push([{ where: 'published', flowId, flowName, flowVersion }, await inSnapshot(snapshotId)]);
        }
        // An unchanged draft says nothing that its version does not say.
        if (published?.hash !== draftHash) {
          places.push([{ where: 'draft', flowId, flowName }, await inDraft(flowId, draftHash)]);
        }
        for (const { version, snapshotId, openRuns } of underWay.get(flowId) ?? []) {
          if (version === published?.version) continue;
          const place: Place = { where: 'running', flowId, flowName, flowVersion: version, openRuns };
          places.push([place, await inSnapshot(snapshotId)]);
        }
        return places.flatMap(([place, named]) =>
          named.map(({ node, nodeName, ref, pinned }) => ({ ...place, node, nodeName, ...meaning(ref, pinned) })),
        );
      }),
    );
    return found.flat();
  }

  return {
    async of(name) {
      const declared = await topics.list();
      const inTopics = declared.flatMap(({ name: topic, contract }) =>
        contract === undefined ? [] : [{ where: 'topic' as const, topic, ...meaning(contract) }],
      );
      const all = [...(await inFlows()), ...inTopics];
      return name === undefined ? all : all.filter((use) => use.name === name);
    },
  };
}
