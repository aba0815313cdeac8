import { createHmac } from 'node:crypto';
import { listEstate, passTestTime, publishEvent, startRun } from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { type Call, granted } from './ask.ts';
import { spanMs } from './span.ts';

/** A message that was accepted, and the run that carries it. */
export interface SentMessage {
  readonly runId: string;
}

export interface When {
  /**
   * A message at a hook.
   *
   * @param path last part of its address: `shopify/orders-create`
   * @param headers besides the type of the content
   * @throws Error when it is not accepted
   */
  webhook(path: string, body: Json, headers?: Readonly<Record<string, string>>): Promise<SentMessage>;
  /** A message signed as the simulated shop signs: over its raw bytes, with its secret. */
  shop(path: string, body: Json, id: string): Promise<SentMessage>;
  /** A question at a hook whose flow answers it. */
  asks(path: string, body: Json): Promise<{ readonly status: number; readonly body: unknown }>;
  /** A person starts a flow by hand, at this of its beginnings where it has several. */
  started(flowId: string, message: Json, node?: string): Promise<SentMessage>;
  /** An event on a topic: it begins runs, and lets go on those that wait. One of an id that was told before is the same event. */
  event(topic: string, key: string, payload: Json, id?: string): Promise<void>;
  /**
   * So much time passes at once, in the runtime and in the simulated systems: waits, deadlines, retries, schedules and milestones
   * come due in their turn, and what they begin has ended when it settles. Needs `LOCKSTEP_TEST_API=1`.
   *
   * @param span `3 days`, `1 day 2 hours`, `90 s`, `30 min`
   * @throws Error when it is no span of time, the test mode is off, or something does not end
   */
  timePasses(span: string): Promise<void>;
}

const Accepted = z.object({ runId: z.string() });

export function whenOf(url: string, call: Call): When {
  const send = async (path: string, body: string, headers: Readonly<Record<string, string>>): Promise<SentMessage> => {
    const response = await fetch(`${url}/hooks/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    if (!response.ok) throw new Error(`The hook "${path}" answered ${response.status}: ${await response.text()}`);
    return Accepted.parse(await response.json());
  };
  return {
    webhook: (path, body, headers = {}) => send(path, JSON.stringify(body), headers),
    async shop(path, message, id) {
      const systems = granted(await call(listEstate), 'The estate');
      const secret = systems.find(({ system }) => system === 'shopify')?.webhookSecret ?? '';
      const body = JSON.stringify(message);
      return send(path, body, {
        'x-shopify-topic': 'orders/create',
        'x-shopify-webhook-id': id,
        'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
      });
    },
    async asks(path, body) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/hooks/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: answer.status, body: await answer.json() };
    },
    async started(flowId, message, node) {
      const body = { message, ...(node !== undefined && { node }) };
      return granted(await call(startRun, { params: { flowId }, body }), `Starting "${flowId}"`);
    },
    async event(topic, key, payload, eventId = crypto.randomUUID()) {
      const body = { topic, key, eventId, payload };
      granted(await call(publishEvent, { body }), `The event on "${topic}"`);
    },
    async timePasses(span) {
      granted(await call(passTestTime, { body: { advanceMs: spanMs(span) } }), `Letting ${span} pass`);
    },
  };
}
