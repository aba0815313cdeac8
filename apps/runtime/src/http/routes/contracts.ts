import * as api from '@lockstep/schema/api';
import { declarationFile, findContract } from '@lockstep/schema/contracts';
import type { Hono } from 'hono';
import type { RegisteredContract } from '../../runner/contract-book.ts';
import { readContractDraft } from '../../store/contracts/drafts.ts';
import { readLog } from '../../store/contracts/log.ts';
import { listContractRows } from '../../store/contracts/versions.ts';
import type { ContractUses } from '../contract-uses.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import { serve } from '../serve.ts';
import { contractDraftView, contractSummary, contractView, versionSummary, versionsOf } from '../views/contracts.ts';

/** What there is in the registry, and who uses it. */
export function contractRoutes(app: Hono<AppEnv>, { db, contracts }: Doors, uses: ContractUses): void {
  serve(app, api.listContracts, () => ({ contracts: contracts.all().map(contractView) }));

  serve(app, api.listRegistry, async () => {
    const [rows, used] = await Promise.all([listContractRows(db), uses.of()]);
    const drafts = new Map(rows.map(({ name, draft }) => [name, draft]));
    const usedBy = Map.groupBy(used, ({ name }) => name);
    const names = [...new Set([...contracts.all().map(({ name }) => name), ...drafts.keys()])].sort();
    return {
      contracts: names.flatMap((name) => {
        const summary = contractSummary(name, versionsOf(contracts.all(), name), drafts.get(name));
        const users = new Set((usedBy.get(name) ?? []).map(({ flowId, topic }) => flowId ?? `topic ${topic}`));
        return summary ? [{ ...summary, usedBy: users.size }] : [];
      }),
    };
  });

  serve(app, api.getContract, async ({ params: { name }, problem, headers }) => {
    const [draft, log] = await Promise.all([readContractDraft(db, name), readLog(db, name)]);
    const versions = versionsOf(contracts.all(), name);
    const summary = contractSummary(name, versions, draft);
    if (!summary) throw problem('not-found', noContract(name));
    headers.set('etag', revisionTag(draft?.revision ?? 0));
    return {
      ...summary,
      versions: versions.map(versionSummary),
      ...(draft && { draft: contractDraftView(draft) }),
      log: log.map(({ at, by, action, version, note }) => {
        return { at: at.toISOString(), by, action, note, ...(version !== null && { version }) };
      }),
    };
  });

  serve(app, api.getContractVersion, ({ params: { name, version }, problem }) => {
    const found = exactly(name, version);
    if (!found) throw problem('not-found', noVersion(name, version));
    return contractView(found);
  });

  app.get('/api/contracts/:name/versions/:version/types.d.ts', (context) => {
    const { name, version } = context.req.param();
    const found = exactly(name, version);
    if (!found) throw problem('not-found', noVersion(name, version));
    return new Response(declarationFile(found), {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `inline; filename="${name}-${version}.d.ts"`,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-cache',
      },
    });
  });

  serve(app, api.getContractUsage, async ({ params: { name }, problem }) => {
    const isKnown = contracts.find(name) !== undefined || (await readContractDraft(db, name)) !== undefined;
    if (!isKnown) throw problem('not-found', noContract(name));
    return { uses: [...(await uses.of(name))] };
  });

  function exactly(name: string, version: string): RegisteredContract | undefined {
    return findContract(
      `${name}@${version}`,
      contracts.all().filter((each) => each.version === version),
    );
  }
}

export const noContract = (name: string) => `There is no contract "${name}".`;
export const noVersion = (name: string, version: string) => `There is no version ${version} of the contract "${name}".`;

/** The revision of a draft as an entity tag: `"3"`. */
export function revisionTag(revision: number): string {
  return `"${revision}"`;
}
