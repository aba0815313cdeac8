import type { ContractView } from '@lockstep/schema/api';
import { compareVersions, findContract, newestOf, offeredAbove, readContractRef } from '@lockstep/schema/contracts';
import type { SelectOption } from '../ui/index.ts';

export type KnownContract = Pick<ContractView, 'name' | 'version' | 'title' | 'deprecation'>;

/** The ways to name contracts: the newest version, the newest of a major, one version. */
export function contractOptions(contracts: readonly KnownContract[]): readonly SelectOption<string>[] {
  const names = [...new Set(contracts.map(({ name }) => name))];
  return names.flatMap((name) => {
    const versions = contracts
      .filter((one) => one.name === name)
      .toSorted((a, b) => compareVersions(b.version, a.version));
    const title = versions[0]?.title ?? name;
    const majors = [...new Set(versions.map(({ version }) => version.split('.')[0] ?? ''))];
    return [
      { value: name, label: title, hint: `${name}, newest version` },
      ...majors.map((major) => ({
        value: `${name}@${major}`,
        label: `${title} ${major}`,
        hint: `${name}@${major}, newest of ${major}.x`,
      })),
      ...versions.map(({ version, deprecation }) => ({
        value: `${name}@${version}`,
        label: `${title} ${version}`,
        hint: `${name}@${version}${deprecation === undefined ? '' : ', deprecated'}`,
      })),
    ];
  });
}

/** What there is to say about a chosen contract. */
export interface ContractAdvice {
  readonly kind: 'deprecated' | 'newer';
  readonly text: string;
  /** What to choose instead. */
  readonly use?: string;
}

/** Undefined when there is nothing to say. */
export function contractAdvice(ref: string, contracts: readonly KnownContract[]): ContractAdvice | undefined {
  const found = findContract(ref, contracts);
  if (!found) return undefined;
  const { name, version, deprecation } = found;
  if (deprecation !== undefined) {
    const { endsOn, successor } = deprecation;
    const end = endsOn === undefined ? `${name} ${version} is deprecated.` : `${name} ${version} ends on ${endsOn}.`;
    const isThere = successor !== undefined && findContract(successor, contracts) !== undefined;
    return {
      kind: 'deprecated',
      text: end,
      ...(isThere && { use: successor }),
    };
  }
  const isExact = readContractRef(ref)?.range === version;
  const versions = contracts.filter((one) => one.name === name).map((one) => one.version);
  const offered = isExact ? offeredAbove(version, versions) : undefined;
  if (offered !== undefined) return { kind: 'newer', text: `${name} ${offered} is there.`, use: `${name}@${offered}` };
  const newest = newestOf(versions);
  const isBehind = newest !== undefined && newest.split('.')[0] !== version.split('.')[0];
  return isBehind ? { kind: 'newer', text: `The newest is ${newest}, another major version.` } : undefined;
}
