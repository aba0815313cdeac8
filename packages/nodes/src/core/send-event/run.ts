import { type RunNode, StepError } from '@lockstep/schema/node';
import { MAX_EVENT_BYTES } from '@lockstep/schema/run';
import type { sendEvent } from './definition.ts';

export const runSendEvent: RunNode<typeof sendEvent> = async ({ params, input }, ctx) => {
  const { topic, key, payload = input } = params;
  const eventId = params.eventId === undefined || params.eventId === '' ? ctx.key : params.eventId;
  // A character of JSON text takes at least one byte; the runtime counts exactly.
  const size = JSON.stringify(payload).length;
  if (size > MAX_EVENT_BYTES) {
    const message = `The event has ${size} characters; ${MAX_EVENT_BYTES} bytes are allowed. Send a reference instead.`;
    throw new StepError({ kind: 'item', category: 'validation', code: 'event-too-large', message });
  }
  const told = await ctx.publish({ topic, key: String(key), eventId, payload });
  return { port: 'out', value: { ...told, eventId } };
};
