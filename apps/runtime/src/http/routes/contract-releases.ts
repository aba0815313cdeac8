import * as api from '@lockstep/schema/api';
import { type ReleaseVerdict, releaseProblem, releaseVerdict } from '@lockstep/schema/contracts';
import { canonicalJson } from '@lockstep/schema/graph';
import type { Hono } from 'hono';
import { documentProblems } from '../../runner/check-document.ts';
import { readContractDraft } from '../../store/contracts/drafts.ts';
import { deprecateVersion, publishContractVersion, restoreVersion } from '../../store/contracts/versions.ts';
import type { ContractUses } from '../contract-uses.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import { serve } from '../serve.ts';
import { deprecationView, versionSummary, versionsOf } from '../views/contracts.ts';
import { noContract, noVersion } from './contracts.ts';

/** From draft to version, and from version to its announced end. */
export function contractReleaseRoutes(app: Hono<AppEnv>, { db, contracts }: Doors, uses: ContractUses): void {
  serve(app, api.publishContract, async ({ params: { name }, body, problem }) => {
    const { version, basedOn, note, by } = body;
    refuseBuiltIn(name);
    await contracts.refresh();
    const draft = await readContractDraft(db, name);
    if (!draft) throw problem('not-found', `There is no draft of "${name}" to publish.`);
    if (draft.revision !== basedOn) throw stale(draft.revision, basedOn);
    const issues = documentProblems(draft.document);
    if (issues.length > 0) {
      const more = issues.length === 1 ? '' : ` And ${issues.length - 1} more.`;
      throw problem('contract-invalid', `${sentence(issues[0])}${more}`, { issues });
    }
    const [newest] = versionsOf(contracts.all(), name);
    const verdict = newest && releaseVerdict(newest, draft.document.schema);
    if (newest && verdict) {
      const { stored } = newest;
      if (stored && canonicalJson(stored.document) === canonicalJson(draft.document)) {
        throw problem('contract-unchanged', `The draft says the same as version ${newest.version}.`);
      }
      const wrong = releaseProblem(verdict, version);
      if (wrong !== undefined) throw problem('contract-version-too-small', wrong, { verdict: verdictView(verdict) });
    }
    const published = await publishContractVersion(db, {
      name,
      version,
      basedOn,
      against: newest?.version,
      compatibility: verdict && compatibilityView(verdict),
      note,
      by,
    });
    if (published === 'absent') throw problem('not-found', noContract(name));
    if ('stale' in published) throw stale(published.stale, basedOn);
    if ('overtaken' in published) {
      throw problem(
        'contract-version-too-small',
        `Somebody published ${published.overtaken} in between. Look at it first.`,
      );
    }
    await contracts.refresh();
    const found = contracts.find(`${name}@${version}`);
    if (!found) throw new Error(`Version ${version} of ${name} was published and is not there.`);
    return versionSummary(found);
  });

  serve(app, api.deprecateContract, async ({ params: { name, version }, body, problem }) => {
    const { successor, endsOn, note, by } = body;
    refuseBuiltIn(name);
    if (successor !== undefined && !contracts.find(successor)) {
      throw problem('successor-unknown', `There is no contract "${successor}".`);
    }
    if (successor !== undefined && contracts.find(successor) === contracts.find(`${name}@${version}`)) {
      throw problem('successor-unknown', `"${successor}" is the version you deprecate.`);
    }
    if (!(await deprecateVersion(db, { name, version, successor, endsOn, note, by }))) {
      throw problem('not-found', noVersion(name, version));
    }
    await contracts.refresh();
    const found = contracts.find(`${name}@${version}`);
    const deprecation = found && deprecationView(found);
    if (!deprecation) throw new Error(`The end of ${name}@${version} was announced and is not there.`);
    return { deprecation, uses: (await uses.of(name)).filter((use) => use.version === version) };
  });

  serve(app, api.restoreContract, async ({ params: { name, version }, query: { by }, problem }) => {
    refuseBuiltIn(name);
    if (!(await restoreVersion(db, { name, version, by }))) {
      throw problem('not-found', `${name}@${version} is not deprecated.`);
    }
    await contracts.refresh();
    return { restored: true as const };
  });

  function refuseBuiltIn(name: string): void {
    if (!contracts.find(name)?.builtIn) return;
    throw problem('contract-built-in', `"${name}" ships with Lockstep. Copy it under a name of your own.`);
  }
}

export function verdictView(verdict: ReleaseVerdict): api.ContractVerdict {
  return { ...compatibilityView(verdict), least: verdict.least, next: verdict.next as api.ContractVerdict['next'] };
}

function compatibilityView({ class: kind, against, backward, forward }: ReleaseVerdict): api.CompatibilityView {
  const copied = (list: ReleaseVerdict['backward']) => list.map((each) => ({ ...each }));
  return { class: kind, against, backward: copied(backward), forward: copied(forward) };
}

function stale(revision: number, basedOn: number) {
  return problem('draft-conflict', `The draft is at revision ${revision}, you looked at ${basedOn}.`, { revision });
}

/** A message that is a sentence stands alone; the end of one begins with its place. */
function sentence(issue: { readonly path: string; readonly message: string } | undefined): string {
  if (!issue) return '';
  return /^[A-Z]/.test(issue.message) ? issue.message : `${issue.path} ${issue.message}.`;
}
