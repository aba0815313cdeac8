import { FLOW_FORMAT, type Flow } from '@lockstep/schema/graph';
import { layOut } from '../layout.ts';
import { step } from '../order-to-cash/step.ts';
import { differencesOf } from './scripts.ts';
import { ANALYTICS_TOPICS, EVENTS_INDEX } from './topics.ts';

/** What came in the last minutes may still be on its way. */
const SETTLED_MS = 300_000;
const UNTIL = `=input.until ?? new Date(Date.parse(input.scheduledAt ?? new Date().toISOString()) - ${SETTLED_MS}).toISOString()`;

const OURS = {
  from: '2026-11-25T23:00:00.000Z',
  until: '2026-11-27T07:55:00.000Z',
  timeZone: 'Europe/Berlin',
  total: 7,
  counts: [
    { topic: 'order.completed', date: '2026-11-26', events: 4 },
    { topic: 'order.completed', date: '2026-11-27', events: 3 },
  ],
  incomplete: [],
};
const theirs = (today: number) => ({
  total: 4 + today,
  counts: [
    { type: 'order.completed', date: '2026-11-26', events: 4 },
    { type: 'order.completed', date: '2026-11-27', events: today },
  ],
});

/** Once an hour: has analytics as many events as our topics, of each kind and business date? A difference is an exception. */
export const analyticsCounts: Flow = {
  format: FLOW_FORMAT,
  id: 'analytics-counts',
  name: 'Counts of analytics',
  nodes: [
    step(['hourly', 'schedule', 'Every hour'], { cron: '10 * * * *', timeZone: 'Europe/Berlin', missed: 'run-once' }),
    step(['now', 'manual', 'Compare now']),
    step(['ours', 'count-events', 'What our topics have'], {
      topics: Object.keys(ANALYTICS_TOPICS).join(', '),
      days: 2,
      until: UNTIL,
      timeZone: 'Europe/Berlin',
    }),
    step(['theirs', 'analytics.count-events', 'What analytics has'], {
      connection: 'analytics',
      index: EVENTS_INDEX,
      from: '=input.from',
      until: '=input.until',
      timeZone: '=input.timeZone',
    }),
    step(['compare', 'map', 'Compare them'], { script: differencesOf }),
    step(['equal', 'switch', 'Are they equal?'], {
      cases: [{ name: 'equal', when: '=input.differences.length === 0' }],
    }),
    step(['fine', 'log', 'They are equal'], {
      level: 'info',
      message:
        "=input.total + ' events until ' + input.until + ' are at analytics, and no others.' + (input.notCompared.length > 0 ? ' Not compared, for their topics keep less: ' + input.notCompared.join(', ') : '')",
    }),
    step(['differ', 'fail', 'They differ'], {
      kind: 'refused',
      code: 'analytics-counts-differ',
      message: "='Analytics has other counts than our topics. ' + input.text",
      details: '=input.differences',
    }),
  ],
  edges: [
    { from: 'hourly', port: 'out', to: 'ours' },
    { from: 'now', port: 'out', to: 'ours' },
    { from: 'ours', port: 'counted', to: 'theirs' },
    { from: 'theirs', port: 'counted', to: 'compare' },
    { from: 'compare', port: 'out', to: 'equal' },
    { from: 'equal', port: 'equal', to: 'fine' },
    { from: 'equal', port: 'otherwise', to: 'differ' },
  ],
  layout: {
    nodes: layOut([
      ['hourly', 'ours', 'theirs', 'compare', 'equal', 'fine'],
      ['now', '', '', '', '', 'differ'],
    ]),
    notes: [],
  },
  settings: {
    layer: 'system',
    description:
      'Compares every hour how many events our topics and analytics have, by kind and business date of today and yesterday. A difference is an exception.',
    owner: 'Analytics',
  },
  tests: [
    {
      id: 'equal',
      name: 'As many there as here',
      node: 'hourly',
      message: { scheduledAt: '2026-11-27T08:00:00.000Z', previousAt: null },
      replies: {
        ours: [{ port: 'counted', value: OURS }],
        theirs: [{ port: 'counted', value: theirs(3) }],
      },
      expect: { path: ['ours', 'theirs', 'compare', 'equal', 'fine'] },
    },
    {
      id: 'differ',
      name: 'One of today is missing there',
      node: 'hourly',
      message: { scheduledAt: '2026-11-27T08:00:00.000Z', previousAt: null },
      replies: {
        ours: [{ port: 'counted', value: OURS }],
        theirs: [{ port: 'counted', value: theirs(2) }],
      },
      expect: {
        status: 'exception',
        path: ['ours', 'theirs', 'compare', 'equal', 'differ'],
        exception: {
          node: 'differ',
          code: 'analytics-counts-differ',
        },
      },
    },
  ],
};
