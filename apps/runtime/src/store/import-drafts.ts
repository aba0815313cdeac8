import { contentHash, documentHash, type Flow } from '@lockstep/schema/graph';
import { createFlow, readDraft, saveDraft } from './flows.ts';
import type { Db } from './open-store.ts';

export interface ImportedDraft {
  readonly flowId: string;
  readonly result: 'created' | 'saved' | 'unchanged';
  readonly revision: number;
}

/**
 * Makes each document the draft of its flow, all of them or none; flows that are not there are created. An equal draft stays as it
 * is. Earlier drafts stay in the history of drafts.
 *
 * @returns the id of the flow that somebody saved in between, where nothing was written
 */
export function importDrafts(
  db: Db,
  flows: readonly Flow[],
): Promise<readonly ImportedDraft[] | { readonly stale: string }> {
  return db
    .transaction(async (tx) => {
      const imported: ImportedDraft[] = [];
      for (const flow of flows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) imported.push(await importOne(tx, flow));
      return imported;
    })
    .catch((error: unknown) => {
      if (error instanceof SavedInBetween) return { stale: error.flowId };
      throw error;
    });
}

async function importOne(db: Db, flow: Flow): Promise<ImportedDraft> {
  const flowId = flow.id;
  const hash = contentHash(flow);
  const draft = await readDraft(db, flowId);
  if (draft && documentHash(draft.flow) === documentHash(flow))
    return { flowId, result: 'unchanged', revision: draft.revision };
  const saved = draft
    ? await saveDraft(db, { flow, hash, basedOn: draft.revision })
    : await createFlow(db, { flow, hash });
  if (typeof saved === 'string') throw new SavedInBetween(flowId);
  return { flowId, result: draft ? 'saved' : 'created', revision: saved.revision };
}

class SavedInBetween extends Error {
  readonly flowId: string;

  constructor(flowId: string) {
    super(`The draft of "${flowId}" was saved in between.`);
    this.name = 'SavedInBetween';
    this.flowId = flowId;
  }
}
