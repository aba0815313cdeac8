import * as api from '@lockstep/schema/api';
import { releaseVerdict } from '@lockstep/schema/contracts';
import type { Hono } from 'hono';
import { documentProblems, isReadable } from '../../runner/check-document.ts';
import {
  createContract,
  discardContractDraft,
  readContractDraft,
  type StaleDraft,
  saveContractDraft,
} from '../../store/contracts/drafts.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { type ProblemError, problem } from '../problem.ts';
import { revisionSeen } from '../seen-revision.ts';
import { serve } from '../serve.ts';
import { contractDraftView, versionsOf } from '../views/contracts.ts';
import { verdictView } from './contract-releases.ts';
import { noContract, revisionTag } from './contracts.ts';

/** Writing contracts: one draft each, saved only by those who have seen what they would overwrite. */
export function contractDraftRoutes(app: Hono<AppEnv>, { db, contracts }: Doors): void {
  serve(app, api.createContract, async ({ body: { name, document, by }, problem, headers }) => {
    const taken = () => problem('contract-exists', `There is a contract "${name}". Choose another name.`);
    if (contracts.find(name)) throw taken();
    const draft = await createContract(db, { name, document, by });
    if (draft === 'exists') throw taken();
    headers.set('etag', revisionTag(draft.revision));
    return contractDraftView(draft);
  });

  serve(app, api.saveContractDraft, async ({ params: { name }, body: { document, by, ...body }, context, headers }) => {
    refuseBuiltIn(name);
    const basedOn = revisionSeen(context, body.basedOn, 'contract');
    if (basedOn === undefined) {
      throw problem('request-invalid', 'Say which revision you began from, in "basedOn" or by If-Match.');
    }
    const saved = await saveContractDraft(db, { name, document, basedOn, by });
    if (saved === 'absent') throw problem('not-found', noContract(name));
    if ('stale' in saved) throw await conflict(name, saved, basedOn);
    headers.set('etag', revisionTag(saved.revision));
    return contractDraftView(saved);
  });

  serve(app, api.discardContractDraft, async ({ params: { name }, query: { basedOn: said, by }, context }) => {
    refuseBuiltIn(name);
    const basedOn = revisionSeen(context, said, 'contract');
    const result = await discardContractDraft(db, { name, basedOn, by });
    if (result === 'absent') throw problem('not-found', `There is no draft of "${name}".`);
    if (result !== 'discarded') throw await conflict(name, result, basedOn ?? 0);
    return { discarded: true as const };
  });

  serve(app, api.checkContractDocument, ({ params: { name }, body: { document } }) => {
    const [newest] = versionsOf(contracts.all(), name);
    const issues = documentProblems(document).map((issue) => ({ ...issue }));
    if (!newest || !isReadable(document.schema)) return { issues };
    return { issues, verdict: verdictView(releaseVerdict(newest, document.schema)) };
  });

  function refuseBuiltIn(name: string): void {
    if (!contracts.find(name)?.builtIn) return;
    throw problem('contract-built-in', `"${name}" ships with Lockstep. Copy it under a name of your own.`);
  }

  async function conflict(name: string, { stale }: StaleDraft, basedOn: number): Promise<ProblemError> {
    const now = await readContractDraft(db, name);
    const who = now
      ? `${now.savedBy} saved revision ${now.revision}`
      : 'The draft is gone: somebody published or discarded it';
    return problem('draft-conflict', `${who}; you began from ${basedOn === 0 ? 'none' : basedOn}.`, {
      revision: stale,
    });
  }
}
