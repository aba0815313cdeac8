import type { PictureOf } from '@lockstep/schema/api';
import { type EngineBin, readEngineBins, readOpenRuns } from '../../store/boards/engine.ts';
import { countWorkers } from '../../store/overview.ts';
import { type Bins, perBin } from './bins.ts';
import type { BoardPlan } from './board.ts';
import { ageOf } from './words.ts';

export const engine: BoardPlan = {
  title: 'Engine',
  lead: 'Whether Lockstep itself keeps up: what is queued, how busy its processes are, and how the database answers.',
  async draw({ db, bins, now }) {
    const [minutes, open, workers] = await Promise.all([
      readEngineBins(db, bins, bins.binMinutes),
      readOpenRuns(db),
      countWorkers(db),
    ]);
    const of = (status: (typeof open)[number]['status']) => open.find((each) => each.status === status);
    const waiting = of('queued');
    return [
      {
        id: 'engine-now',
        kind: 'numbers',
        wide: true,
        title: 'Now',
        ask: 'Does it keep up?',
        items: [
          {
            label: 'Processes',
            value: workers,
            unit: 'count',
            tone: workers === 0 ? 'failed' : 'ok',
            note: 'that run flows',
          },
          {
            label: 'Running',
            value: of('running')?.n ?? 0,
            unit: 'count',
            tone: 'running',
            href: '/runs?status=running',
          },
          {
            label: 'Queued',
            value: waiting?.n ?? 0,
            unit: 'count',
            tone: waiting === undefined ? 'ok' : 'waiting',
            ...(waiting && { note: `oldest ${ageOf(now - waiting.oldest.getTime())}` }),
            href: '/runs?status=queued',
          },
          {
            label: 'Waiting for others',
            value: of('waiting')?.n ?? 0,
            unit: 'count',
            tone: 'waiting',
            href: '/runs?status=waiting',
          },
        ],
      },
      line('held', 'Work in hand', 'How much is held and queued in the processes?', 'count', bins, [
        { name: 'in flight', tone: 'running', values: valuesOf(bins, minutes, 'inFlight') },
        { name: 'queued', tone: 'waiting', values: valuesOf(bins, minutes, 'queued') },
      ]),
      line('loop', 'Event loop, late by (99 %)', 'Is a process too busy to answer?', 'ms', bins, [
        { name: 'slowest process', tone: 'undone', values: valuesOf(bins, minutes, 'loopMs') },
      ]),
      line('database', 'Database answers within', 'Is the database slow?', 'ms', bins, [
        { name: 'slowest process', tone: 'accent', values: valuesOf(bins, minutes, 'databaseMs') },
      ]),
      line('processes', 'Processes', 'Did one leave?', 'count', bins, [
        { name: 'processes', tone: 'ok', values: valuesOf(bins, minutes, 'workers') },
      ]),
    ];
  },
};

const valuesOf = (bins: Bins, minutes: readonly EngineBin[], what: Exclude<keyof EngineBin, 'bin'>) =>
  perBin(bins, minutes, ([first]) => first?.[what] ?? null);

function line(
  id: string,
  title: string,
  ask: string,
  unit: 'count' | 'ms',
  { times }: Bins,
  series: PictureOf<'series'>['series'],
): PictureOf<'series'> {
  return {
    id,
    kind: 'series',
    title,
    ask,
    unit,
    scale: 'linear',
    stacked: false,
    times: [...times],
    series,
    markers: [],
  };
}
