import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { PublishOutcome } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { type Place, placeOf } from '../engine/index.ts';
import type { Mailbox, TopicStore } from '../store/index.ts';
import { CALLBACK_TOPIC, callbackKey } from './host/index.ts';

/** The ways in for what parked runs wait for. */
export interface Waits {
  /** The address at which another system answers a step of a run, from its first moment on; the same for its whole life. */
  callbackUrl(runId: string, place: Place): string;
  /** The step that a token of such an address stands for; `undefined` when it is not one of ours. */
  readToken(token: string): CallbackTarget | undefined;
  /** Takes the answer, once. It may come before the step waits. */
  takeCallback(target: CallbackTarget, payload: Json): Promise<PublishOutcome>;
  decide: Mailbox['decide'];
}

export interface CallbackTarget extends Place {
  readonly runId: string;
}

const MAC_BYTES = 18;

/**
 * Joins mailbox and topics with the installation's key. A token names run and step and proves that we made it, so it needs no
 * row: it can be given to another system before the step is reached.
 */
export function createWaits({
  mailbox,
  topics,
  secretKey,
  baseUrl,
}: {
  readonly mailbox: Pick<Mailbox, 'decide'>;
  readonly topics: Pick<TopicStore, 'publish'>;
  readonly secretKey: Uint8Array;
  readonly baseUrl: () => string;
}): Waits {
  const macKey = Buffer.from(hkdfSync('sha256', secretKey, '', 'lockstep-callbacks', 32));
  const macOf = (text: string) => createHmac('sha256', macKey).update(text).digest().subarray(0, MAC_BYTES);

  return {
    callbackUrl(runId, place) {
      const name = callbackKey(runId, place);
      const token = `${Buffer.from(name).toString('base64url')}.${macOf(name).toString('base64url')}`;
      return `${baseUrl()}/callbacks/${token}`;
    },
    readToken(token) {
      const [name = '', mac = ''] = token.split('.').map((part) => Buffer.from(part, 'base64url'));
      const text = name.toString();
      const expected = macOf(text);
      if (mac.length !== expected.length || !timingSafeEqual(Buffer.from(mac), expected)) return undefined;
      const [runId = '', ref = ''] = text.split(':');
      return { runId, ...placeOf(ref) };
    },
    async takeCallback({ runId, ...place }, payload) {
      const key = callbackKey(runId, place);
      const { outcome, runs } = await topics.publish({ topic: CALLBACK_TOPIC, key, eventId: 'answer', payload });
      return { outcome, runs };
    },
    decide: mailbox.decide,
  };
}
