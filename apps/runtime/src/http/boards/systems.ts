import type { PictureOf, PictureTone } from '@lockstep/schema/api';
import { endsOf } from '@lockstep/schema/graph';
import { readRunBins, readSteps, type StepSum } from '../../store/boards/runs.ts';
import { type BreakerChange, readBreakerChanges } from '../../store/boards/systems.ts';
import { listPublishedFlows } from '../../store/published-flows.ts';
import { perBin, sumOf } from './bins.ts';
import type { BoardPlan, BoardSource } from './board.ts';
import { middleOf, percentiles } from './buckets.ts';

/** So many lines can be told apart. */
const MAX_LINES = 6;
const LINE_TONES: readonly PictureTone[] = ['failed', 'waiting', 'undone', 'accent', 'running', 'dead'];

export const systems: BoardPlan = {
  title: 'Systems',
  lead: 'How the systems we speak to behave: how many calls, how many fail, how long they take, and when they were left alone.',
  async draw(source) {
    const { db, bins, now, doors } = source;
    const [placeOf, byBin, byBucket, changes, connections, runs] = await Promise.all([
      connectionOf(source),
      readSteps(db, bins, 'bin'),
      readSteps(db, bins, 'bucket'),
      readBreakerChanges(db, bins.from, bins.to),
      doors.connections.list(),
      readRunBins(db, bins),
    ]);
    const health = await doors.guards.health(connections);
    const bySystem = Map.groupBy(withPlace(byBucket, placeOf), ({ connection }) => connection);
    const rows = connections.flatMap(({ id, name }) => {
      const of = bySystem.get(id);
      if (of === undefined) return [];
      const ok = of.filter(({ what }) => what === 'ok');
      const [tried, failed, again] = [sumOf(ok) + ofWhat(of, 'failed'), ofWhat(of, 'failed'), ofWhat(of, 'again')];
      const p95 =
        percentiles(
          ok.map(({ key, n }) => ({ bucket: key, n })),
          [0.95],
        )?.[0] ?? null;
      return [{ id, name, tried, failed, again, p95, state: health.get(id) }];
    });
    const minutes = (Math.min(bins.to.getTime(), now) - bins.from.getTime()) / 60_000;
    const failing = rows.filter(({ failed }) => failed > 0).sort((one, other) => other.failed - one.failed);
    const placed = Map.groupBy(withPlace(byBin, placeOf), ({ connection }) => connection);
    return [
      split(runs, withPlace(byBucket, placeOf)),
      {
        id: 'failures',
        kind: 'series',
        title: 'Failed calls',
        ask: 'Which system fails, and since when?',
        unit: 'count',
        scale: 'linear',
        stacked: true,
        times: [...bins.times],
        series: failing.slice(0, MAX_LINES).map(({ id, name }, nr) => ({
          name,
          tone: LINE_TONES[nr] ?? 'idle',
          values: perBin(
            bins,
            (placed.get(id) ?? []).filter(({ what }) => what === 'failed').map(({ key, n }) => ({ bin: key, n })),
            sumOf,
          ),
        })),
        markers: [],
      },
      {
        id: 'breakers',
        kind: 'states',
        title: 'When systems were left alone',
        ask: 'Which system was not asked, and for how long?',
        from: bins.from.getTime(),
        to: Math.min(bins.to.getTime(), now),
        rows: breakerRows(changes, rows, { from: bins.from.getTime(), to: Math.min(bins.to.getTime(), now) }),
      },
      {
        id: 'systems',
        kind: 'rows',
        wide: true,
        title: 'Systems in numbers',
        ask: 'How do they behave, and how much room is left?',
        columns: [
          { label: 'System', unit: 'text' },
          { label: 'Calls a minute', unit: 'rate' },
          { label: 'Failed', unit: 'share' },
          { label: 'Tried again', unit: 'share' },
          { label: '95 % within', unit: 'ms' },
          { label: 'State', unit: 'text' },
          { label: 'Rate we are allowed', unit: 'share' },
          { label: 'Steps waiting', unit: 'count' },
        ],
        rows: rows
          .sort((one, other) => other.tried - one.tried)
          .map(({ name, tried, failed, again, p95, state }) => ({
            cells: [
              name,
              tried / minutes,
              tried === 0 ? 0 : failed / tried,
              tried === 0 ? 0 : again / tried,
              p95,
              state?.state === 'open' ? 'left alone' : state?.state === 'half-open' ? 'tried out' : 'answers',
              state?.rateShare ?? null,
              state?.waiting ?? 0,
            ],
            tone:
              state?.state === 'open'
                ? ('failed' as const)
                : failed > tried / 20
                  ? ('waiting' as const)
                  : ('ok' as const),
            href: '/connections',
          })),
      },
    ];
  },
};

type Placed = StepSum & { readonly connection: string };

const ofWhat = (rows: readonly StepSum[], what: StepSum['what']) => sumOf(rows.filter((each) => each.what === what));

/** The connection of each step of the flows as they are published now. */
async function connectionOf({ db, doors }: BoardSource): Promise<(flowId: string, node: string) => string | undefined> {
  const flows = await listPublishedFlows(db);
  const places = new Map<string, string>();
  for (const flow of flows) {
    for (const node of flow.nodes) {
      const end = endsOf({ ...flow, nodes: [node] }, doors.catalogue).to.find((to) => to.startsWith('connection:'));
      if (end !== undefined) places.set(`${flow.id}/${node.id}`, end.slice('connection:'.length));
    }
  }
  return (flowId, node) => places.get(`${flowId}/${node}`);
}

function withPlace(
  rows: readonly StepSum[],
  placeOf: (flowId: string, node: string) => string | undefined,
): readonly Placed[] {
  return rows.flatMap((row) => {
    const connection = placeOf(row.flowId, row.node);
    return connection === undefined ? [] : [{ ...row, connection }];
  });
}

/** Time that runs took, and what of it other systems took: waiting for people and events is ours, too. */
function split(runs: Awaited<ReturnType<typeof readRunBins>>, steps: readonly Placed[]): PictureOf<'numbers'> {
  const timeOf = (rows: readonly { readonly bucket: number; readonly n: number }[]) =>
    rows.reduce((sum, { bucket, n }) => (bucket < 0 ? sum : sum + middleOf(bucket) * n), 0);
  const ended = runs.reduce((sum, { n }) => sum + n, 0);
  const all = timeOf(runs);
  const them = Math.min(
    all,
    timeOf(steps.filter(({ what }) => what === 'ok').map(({ key, n }) => ({ bucket: key, n }))),
  );
  const each = (ms: number) => (ended === 0 ? null : Math.round(ms / ended));
  return {
    id: 'split',
    kind: 'numbers',
    wide: true,
    title: 'Who is slow: they or we?',
    ask: 'Of the time of a run, how much do other systems take?',
    items: [
      { label: 'A run takes', value: each(all), unit: 'ms', tone: 'accent', note: 'on average', href: '/runs' },
      {
        label: 'Other systems',
        value: each(them),
        unit: 'ms',
        tone: 'waiting',
        note: 'time of their answers',
        href: '/connections',
      },
      {
        label: 'Here',
        value: each(all - them),
        unit: 'ms',
        tone: 'idle',
        note: 'steps, and waiting for events and people',
        href: '/dash/engine',
      },
      {
        label: 'Share of other systems',
        value: all === 0 ? null : them / all,
        unit: 'share',
        tone: 'idle',
        href: '/connections',
      },
    ],
  };
}

const STATE_WORDS = { closed: 'answers', open: 'left alone', 'half-open': 'tried out' } as const;
const STATE_TONES = { closed: 'ok', open: 'failed', 'half-open': 'waiting' } as const;

function breakerRows(
  changes: readonly BreakerChange[],
  systems: readonly { readonly id: string; readonly name: string }[],
  { from, to }: { readonly from: number; readonly to: number },
): PictureOf<'states'>['rows'] {
  const byConnection = Map.groupBy(changes, ({ connectionId }) => connectionId);
  return systems.map(({ id, name }) => {
    const told = (byConnection.get(id) ?? []).map(({ at, state }) => ({ at: Math.max(from, at.getTime()), state }));
    const all = told[0]?.at === from ? told : [{ at: from, state: 'closed' as const }, ...told];
    return {
      label: name,
      href: '/connections',
      segments: all.map(({ at, state }, nr) => ({
        from: at,
        to: all[nr + 1]?.at ?? to,
        state: STATE_WORDS[state],
        tone: STATE_TONES[state],
      })),
    };
  });
}
