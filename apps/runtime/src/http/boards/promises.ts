import type { PictureOf } from '@lockstep/schema/api';
import type { CaseBin } from '../../store/boards/cases.ts';
import { sumOf } from './bins.ts';
import { KEPT } from './board.ts';
import { wordOf } from './words.ts';

export interface Kept {
  readonly kind: string;
  readonly name: string;
  readonly due: number;
  readonly missed: number;
}

/** What was promised for the time and had to have come by now, by milestone, the worst first. */
export function keptPromises(cases: readonly CaseBin[]): readonly Kept[] {
  const told = cases.filter(({ what }) => what === 'due' || what === 'missed');
  return [...Map.groupBy(told, ({ kind, name }) => `${kind}/${name}`).values()]
    .map((of) => {
      const [first] = of;
      const missed = sumOf(of.filter(({ what }) => what === 'missed'));
      // What was promised before the counts began can be missed within them.
      const due = Math.max(missed, sumOf(of.filter(({ what }) => what === 'due')));
      return { kind: first?.kind ?? '', name: first?.name ?? '', due, missed };
    })
    .sort((one, other) => other.missed / other.due - one.missed / one.due || (one.name < other.name ? -1 : 1));
}

export function promiseRows(cases: readonly CaseBin[]): PictureOf<'bullets'> {
  return {
    id: 'promises',
    kind: 'bullets',
    title: 'Promises kept by stage',
    ask: 'Which stage keeps its time, and which does not?',
    rows: keptPromises(cases).map(({ kind, name, due, missed }) => ({
      label: `${wordOf(kind)}: ${name}`,
      share: (due - missed) / due,
      target: KEPT,
      total: due,
      href: `/cases?kind=${kind}&which=late`,
    })),
  };
}
