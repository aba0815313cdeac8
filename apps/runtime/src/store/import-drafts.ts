import { contentHash, documentHash, type Flow } from '@lockstep/schema/graph';
import { createFlow, readDraft, saveDraft } from './flows.ts';
import type { Db } from './open-store.ts';
import { writerOf } from './presence.ts';

export interface ImportedDraft {
  readonly flowId: string;
  readonly result: 'created' | 'saved' | 'unchanged';
  readonly revision: number;
}

/**
 * Makes each document the draft of its flow, all of them or none; flows that are not there are created. An equal draft stays as it
 * is. Earlier drafts stay in the history of drafts.
 *
 * @param takeOver also drafts that a page has open for writing
 * @returns the id of the flow that somebody saved in between, or the flows that pages write, where nothing was written
 */
export function importDrafts(
  db: Db,
  flows: readonly Flow[],
  { takeOver }: { readonly takeOver: boolean },
): Promise<readonly ImportedDraft[] | { readonly stale: string } | { readonly held: readonly HeldDraft[] }> {
  return db
    .transaction(async (tx) => {
      const imported: ImportedDraft[] = [];
      const held: HeldDraft[] = [];
      for (const flow of flows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
        const one = await importOne(tx, flow);
        const writer = takeOver || one.result !== 'saved' ? undefined : await writerOf(tx, flow.id);
        if (writer) held.push({ flowId: flow.id, by: writer.name });
        imported.push(one);
      }
      if (held.length > 0) throw new HeldByPages(held);
      return imported;
    })
    .catch((error: unknown) => {
      if (error instanceof SavedInBetween) return { stale: error.flowId };
      if (error instanceof HeldByPages) return { held: error.held };
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

/** A draft that a page has open for writing. */
export interface HeldDraft {
  readonly flowId: string;
  readonly by: string;
}

class HeldByPages extends Error {
  readonly held: readonly HeldDraft[];

  constructor(held: readonly HeldDraft[]) {
    super('Pages write these drafts.');
    this.name = 'HeldByPages';
    this.held = held;
  }
}

class SavedInBetween extends Error {
  readonly flowId: string;

  constructor(flowId: string) {
    super(`The draft of "${flowId}" was saved in between.`);
    this.name = 'SavedInBetween';
    this.flowId = flowId;
  }
}
