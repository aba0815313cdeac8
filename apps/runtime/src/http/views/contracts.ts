import type * as api from '@lockstep/schema/api';
import { compareVersions, examplesOf } from '@lockstep/schema/contracts';
import type { RegisteredContract } from '../../runner/contract-book.ts';
import type { StoredContractDraft } from '../../store/contracts/drafts.ts';

export function contractView(contract: RegisteredContract): api.ContractView {
  const { name, version, title, description, owner, schema, example, builtIn, deprecation } = contract;
  return {
    name,
    version,
    title,
    description,
    ...(owner !== undefined && { owner }),
    schema,
    ...(example !== undefined && { example }),
    examples: examplesOf(contract).map((each) => ({ ...each })),
    builtIn,
    ...(deprecation && { deprecation: deprecationView(contract) }),
  };
}

export function deprecationView({ deprecation, stored }: RegisteredContract): api.DeprecationView | undefined {
  if (!deprecation) return undefined;
  const { at, endsOn, successor, note } = deprecation;
  return {
    at,
    by: stored?.deprecation?.by ?? 'Lockstep',
    ...(endsOn !== undefined && { endsOn }),
    ...(successor !== undefined && { successor }),
    note,
  };
}

export function versionSummary(contract: RegisteredContract): api.ContractVersionSummary {
  const { version, title, stored } = contract;
  const deprecation = deprecationView(contract);
  return {
    version,
    title,
    ...(stored && { publishedBy: stored.publishedBy, publishedAt: stored.publishedAt.toISOString() }),
    note: stored?.note ?? 'Ships with Lockstep.',
    ...(stored?.compatibility && { compatibility: stored.compatibility }),
    ...(deprecation && { deprecation }),
  };
}

export function contractDraftView({
  document,
  revision,
  savedBy,
  savedAt,
}: StoredContractDraft): api.ContractDraftView {
  return { document, revision, savedBy, savedAt: savedAt.toISOString() };
}

/** Versions of one contract, newest first. */
export function versionsOf(all: readonly RegisteredContract[], name: string): readonly RegisteredContract[] {
  return all.filter((each) => each.name === name).toSorted((a, b) => compareVersions(b.version, a.version));
}

type Draft = { readonly document: api.ContractDocument; readonly savedAt: Date };

/** What a list shows of a contract: its newest version, or its draft while nothing is published. Undefined for neither. */
export function contractSummary(
  name: string,
  versions: readonly RegisteredContract[],
  draft: Draft | undefined,
): Omit<api.ContractSummary, 'usedBy'> | undefined {
  const [newest] = versions;
  const shown = newest ?? draft?.document;
  if (!shown) return undefined;
  const changed = draft?.savedAt ?? newest?.stored?.publishedAt;
  return {
    name,
    title: shown.title,
    description: shown.description,
    ...(shown.owner !== undefined && shown.owner !== '' && { owner: shown.owner }),
    builtIn: newest?.builtIn ?? false,
    state: newest ? (newest.deprecation ? 'deprecated' : 'published') : 'draft',
    ...(newest && { version: newest.version }),
    versions: versions.length,
    hasDraft: draft !== undefined,
    ...(changed && { changedAt: changed.toISOString() }),
  };
}
