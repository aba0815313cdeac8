import type { Contract } from '@lockstep/schema/contracts';
import type { Flow, Issue } from '@lockstep/schema/graph';
import type { Catalogue } from '@lockstep/schema/node';
import { contractsOf } from '../runner/contract-pins.ts';

/** Steps that would use a version whose end was announced: a warning, for it goes on working. */
export function deprecationIssues(
  flow: Flow,
  catalogue: Catalogue,
  find: (ref: string) => Pick<Contract, 'name' | 'version' | 'deprecation'> | undefined,
): readonly Issue[] {
  return contractsOf(flow, catalogue).flatMap(({ node, field, ref }): Issue[] => {
    const contract = find(ref);
    if (!contract?.deprecation) return [];
    return [{ severity: 'warning', code: 'contract-deprecated', message: deprecationText(contract), node, field }];
  });
}

function deprecationText({ name, version, deprecation }: Pick<Contract, 'name' | 'version' | 'deprecation'>): string {
  const { endsOn, successor, note = '' } = deprecation ?? {};
  const end = endsOn === undefined ? 'is deprecated' : `should not be used after ${endsOn}`;
  const instead = successor === undefined ? '' : ` Use ${successor} instead.`;
  return `Version ${version} of the contract "${name}" ${end}.${instead}${note === '' ? '' : ` ${note}`}`;
}
