import type { PictureOf } from '@lockstep/schema/api';
import { countCategories, countCauses, readFirstSeen, readSettling } from '../../store/boards/exceptions.ts';
import { readRunBins, readRunVersions } from '../../store/boards/runs.ts';
import { perBin, sumOf } from './bins.ts';
import { aWeekBefore, type BoardPlan } from './board.ts';
import { byCategory, pareto } from './exception-pictures.ts';
import { markersOf } from './markers.ts';

const MAX_CAUSES = 12;
const MAX_VERSIONS = 15;
const MAX_NEW = 20;

export const exceptions: BoardPlan = {
  title: 'Exceptions',
  lead: 'What needs people, why, since when, and which publication began it.',
  async draw(source) {
    const { db, bins, flowId, now } = source;
    const span = { from: bins.from, to: bins.to, flowId };
    const range = { ...bins, flowId };
    const [categories, before, causes, news, settling, versions, runs, markers] = await Promise.all([
      countCategories(db, span),
      countCategories(db, { ...aWeekBefore(source), flowId }),
      countCauses(db, span, MAX_CAUSES),
      readFirstSeen(db, span, MAX_NEW),
      readSettling(db, span),
      readRunVersions(db, range),
      readRunBins(db, range),
      markersOf(source),
    ]);
    const open = categories.reduce((sum, each) => sum + each.open, 0);
    return [
      {
        id: 'settling',
        kind: 'numbers',
        wide: true,
        title: 'How they were settled',
        ask: 'How many came, how long did they take, and did they come back?',
        items: [
          {
            label: 'Raised',
            value: settling.raised,
            unit: 'count',
            tone: settling.raised === 0 ? 'ok' : 'failed',
            href: '/exceptions?status=all',
          },
          { label: 'Still open', value: open, unit: 'count', tone: open === 0 ? 'ok' : 'failed', href: '/exceptions' },
          {
            label: 'Half settled within',
            value: settling.medianMs,
            unit: 'ms',
            tone: 'idle',
            note: `${settling.settled} settled`,
            href: '/exceptions?status=resolved',
          },
          {
            label: 'Came back',
            value: settling.settled === 0 ? null : settling.again / settling.settled,
            unit: 'share',
            tone: settling.again === 0 ? 'ok' : 'waiting',
            note: 'of those settled',
            href: '/exceptions?status=all',
          },
        ],
      },
      pareto(now, causes),
      byCategory(now, categories, before),
      {
        id: 'failed-over-time',
        kind: 'series',
        title: 'Exceptions over time',
        ask: 'When did it begin, and what was published just before?',
        unit: 'count',
        scale: 'linear',
        stacked: false,
        times: [...bins.times],
        series: [
          {
            name: 'exceptions',
            tone: 'failed',
            values: perBin(bins, runs, (of) => sumOf(of.filter(({ outcome }) => outcome === 'exception'))),
          },
        ],
        markers,
      },
      byVersion(versions),
      {
        id: 'first-seen',
        kind: 'rows',
        title: 'Seen for the first time',
        ask: 'Which causes has nobody met in the 30 days before?',
        columns: [
          { label: 'Cause', unit: 'text' },
          { label: 'Flow', unit: 'text' },
          { label: 'First', unit: 'at' },
          { label: 'Times', unit: 'count' },
        ],
        rows: news.map(({ example, flowId: id, flowName, first, n }) => ({
          cells: [example, flowName, Date.parse(first), n],
          tone: 'failed' as const,
          href: `/exceptions?flow=${id}&status=all`,
        })),
      },
    ];
  },
};

/** The share of each version's runs that needed a person: a bad publication stands out. */
function byVersion(versions: Awaited<ReturnType<typeof readRunVersions>>): PictureOf<'bars'> {
  const rows = [...Map.groupBy(versions, ({ flowId, version }) => `${flowId}@${version}`).values()].flatMap((of) => {
    const [first] = of;
    const failed = sumOf(of.filter(({ outcome }) => outcome === 'exception'));
    if (first === undefined || failed === 0) return [];
    return [{ ...first, failed, share: failed / sumOf(of) }];
  });
  return {
    id: 'by-version',
    kind: 'bars',
    title: 'Exceptions by flow version',
    ask: 'Did a publication make it worse?',
    unit: 'share',
    cumulative: false,
    rows: rows
      .sort((one, other) => other.share - one.share)
      .slice(0, MAX_VERSIONS)
      .map(({ flowId, flowName, version, failed, share }) => ({
        label: `${flowName} v${version}`,
        value: share,
        note: failed === 1 ? '1 run' : `${failed} runs`,
        tone: 'failed',
        href: `/exceptions?flow=${flowId}&status=all`,
      })),
  };
}
