import { ANALYTICS_TOPICS } from './topics.ts';

/** A gathering of events as analytics gets them. Their ids come from the events, so that whoever sends them again sends the same. */
export const asDocuments = `type Row = Record<string, any>;

const DOMAINS: Record<string, string> = ${JSON.stringify(ANALYTICS_TOPICS)};

export default defineMap((input: Row, t) => {
  const events = input.events.map(({ key, eventId, offset, receivedAt, payload }: Row) => ({
    id: input.topic + '/' + t.sha256(JSON.stringify([input.topic, key, eventId])),
    type: input.topic,
    domain: DOMAINS[input.topic],
    key,
    eventId,
    offset,
    receivedAt,
    payload,
  }));
  return { batch: t.sha256(events.map(({ id }: Row) => id).join()).slice(0, 32), events };
});
`;

/** Where the counts of analytics are not those of our topics. Topics that let events go already cannot be compared. */
export const differencesOf = `type Row = Record<string, any>;

export default defineMap((input: Row, t, ctx: any) => {
  const ours: Row = ctx.steps.ours;
  const sums = new Map<string, Row>();
  const add = (type: string, date: string, side: 'ours' | 'theirs', events: number) => {
    const place = date + ' ' + type;
    const sum = sums.get(place) ?? { date, type, ours: 0, theirs: 0 };
    sum[side] += events;
    sums.set(place, sum);
  };
  for (const { topic, date, events } of ours.counts) add(topic, date, 'ours', events);
  for (const { type, date, events } of input.counts) add(type, date, 'theirs', events);
  const compared = [...sums.values()].filter(({ type }) => !ours.incomplete.includes(type));
  const differences = compared.filter((sum) => sum.ours !== sum.theirs);
  const texts = differences.map((sum) => sum.date + ' ' + sum.type + ': ' + sum.theirs + ' of ' + sum.ours);
  return {
    until: ours.until,
    timeZone: ours.timeZone,
    total: compared.reduce((sum, one) => sum + one.ours, 0),
    notCompared: ours.incomplete,
    differences,
    text: texts.slice(0, 10).join('; ') + (texts.length > 10 ? ' and ' + (texts.length - 10) + ' more' : ''),
  };
});
`;
