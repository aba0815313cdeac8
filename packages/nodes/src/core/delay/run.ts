import { MAX_PROMISE_MS } from '@lockstep/schema/graph';
import { type RunParkingNode, StepError } from '@lockstep/schema/node';
import type { delay } from './definition.ts';

/** RFC 3339 with a zone: a time without one would mean another moment on another machine. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i;

export const runDelay: RunParkingNode<typeof delay> = async ({ params, input }, ctx) => {
  const at = params.mode === 'for' ? ctx.now + params.durationMs : momentOf(params.until);
  if (at <= ctx.now) return { port: 'out', value: input };
  if (at > ctx.now + MAX_PROMISE_MS) throw wrong('moment-too-far', 'A run waits a year at most.');
  return { park: { deadline: { at, port: 'out', value: input } } };
};

function momentOf(text = ''): number {
  const at = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) {
    throw wrong('moment-invalid', `"${text.slice(0, 40)}" is no date and time with a zone, like 2026-11-27T06:00:00Z.`);
  }
  return at;
}

function wrong(code: string, message: string): StepError {
  return new StepError({ kind: 'item', category: 'validation', code, message });
}
