import { type RunNode, StepError } from '@lockstep/schema/node';
import type { countEvents } from './definition.ts';
import { topicsIn } from './topics-in.ts';

export const runCountTopics: RunNode<typeof countEvents> = async ({ params }, ctx) => {
  const { days, timeZone } = params;
  const topics = topicsIn(params.topics);
  const at = params.until === '' ? ctx.now : Date.parse(params.until);
  if (Number.isNaN(at)) {
    const message = `"${params.until.slice(0, 100)}" is no moment: write 2026-11-26T23:00:00Z.`;
    throw new StepError({ kind: 'item', category: 'validation', code: 'moment-malformed', message });
  }
  const until = new Date(at).toISOString();
  const { from, counts, incomplete } = await ctx.countEvents({ topics, until, days, timeZone });
  const total = counts.reduce((sum, { events }) => sum + events, 0);
  const value = {
    from,
    until,
    timeZone,
    total,
    counts: counts.map((count) => ({ ...count })),
    incomplete: [...incomplete],
  };
  return { port: 'counted', value };
};
