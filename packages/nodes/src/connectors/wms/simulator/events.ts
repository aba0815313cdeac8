import { z } from 'zod';
import { header, readJson, type SimRequest } from '../../../simulators/kit/exchange.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';

const text = z.string().min(1).max(2000);

/** A CloudEvent 1.0 in structured mode, as far as the warehouse reads it. */
const CloudEvent = z.looseObject({
  specversion: z.literal('1.0'),
  id: text,
  source: text,
  type: text,
  subject: text.optional(),
  data: z.json().optional(),
});
type CloudEvent = z.infer<typeof CloudEvent>;

/** What the warehouse was told, once for each source and id. */
export interface ReceivedEvents {
  /** `duplicate`: it had been told before; text: why it is no event. */
  take(request: SimRequest): 'new' | 'duplicate' | { readonly wrong: string };
  all(): readonly CloudEvent[];
}

/** @param limit events remembered; the oldest are forgotten first */
export function createReceivedEvents(limit: number): ReceivedEvents {
  const events = keepLast<string, CloudEvent>(limit);
  return {
    take(request) {
      const parsed = CloudEvent.safeParse(attributesOf(request));
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return { wrong: `${issue?.path.join('.') || 'The event'}: ${issue?.message ?? 'wrong'}` };
      }
      const key = JSON.stringify([parsed.data.source, parsed.data.id]);
      if (events.get(key)) return 'duplicate';
      events.set(key, parsed.data);
      return 'new';
    },
    all: () => events.values(),
  };
}

/** Structured: the body. Binary: `ce-` headers, and the body as data. */
function attributesOf(request: SimRequest): unknown {
  const body = readJson(request.body);
  if (header(request, 'content-type')?.startsWith('application/cloudevents+json')) return body;
  const attribute = (name: string) => header(request, `ce-${name}`);
  return {
    specversion: attribute('specversion'),
    id: attribute('id'),
    source: attribute('source'),
    type: attribute('type'),
    subject: attribute('subject'),
    data: body,
  };
}
