import type { ScenarioFlow } from '@lockstep/schema/api';

type Kind = NonNullable<ScenarioFlow['coverage']>['kinds'][number]['kind'];
type Missing = NonNullable<ScenarioFlow['coverage']>['missing'][number];

/** What is covered, in the plural. */
export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  step: 'Steps',
  branch: 'Branches',
  error: 'Error ports',
  undo: 'Compensations',
};

/** A gap as a sentence. */
export function missingSentence({ kind, name, port, undo }: Missing): string {
  switch (kind) {
    case 'step':
      return `Step “${name}” never ran.`;
    case 'branch':
      return `No scenario left “${name}” by “${port}”.`;
    case 'error':
      return `“${name}” never failed: its error port was not taken.`;
    case 'undo':
      return `Compensation of “${name}” was never exercised: “${undo}” did not run.`;
    default:
      return kind satisfies never;
  }
}
