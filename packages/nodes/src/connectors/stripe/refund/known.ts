import { type StepContext, StepError } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { isObject, listAt, textAt } from '../../kit/read-json.ts';
import { withQuery } from '../../kit/url.ts';
import { readFromStripe } from '../client.ts';

/** Stripe gives at most so many at a time. */
const PAGE = '100';
/** @see https://docs.stripe.com/api/idempotent_requests */
const LONGEST_KEY = 255;
const NOT_GIVEN: ReadonlySet<string | undefined> = new Set(['failed', 'canceled']);

/** What was given back of a payment under one reference. */
export interface KnownRefunds {
  /** The refund that stands, done or under way. */
  readonly standing: JsonObject | undefined;
  /**
   * Idempotency key of the next one: the same for all who ask at once, so that Stripe makes one, and another one after a refund that the bank did not
   * take.
   */
  readonly nextKey: string;
}

/** @throws StepError when Stripe does not tell */
export async function refundsKnownAs(
  ctx: StepContext,
  { connection, paymentIntent, reference }: Readonly<Record<'connection' | 'paymentIntent' | 'reference', string>>,
): Promise<KnownRefunds> {
  const mine: JsonObject[] = [];
  for (let after: string | undefined, isMore = true; isMore; ) {
    const query = { payment_intent: paymentIntent, limit: PAGE, ...(after !== undefined && { starting_after: after }) };
    const page = await readFromStripe(ctx, connection, withQuery('/v1/refunds', query));
    const refunds = listAt(page, 'data').filter(isObject);
    mine.push(...refunds.filter(({ metadata }) => isObject(metadata) && metadata.reference === reference));
    const last = refunds.at(-1);
    after = last && textAt(last, 'id');
    isMore = page.has_more === true && after !== undefined;
  }
  const failed = mine.filter((refund) => NOT_GIVEN.has(textAt(refund, 'status')));
  const nextKey = ['refund', paymentIntent, failed.length, encodeURIComponent(reference)].join('/');
  if (nextKey.length > LONGEST_KEY) {
    const message = `The reference "${reference}" is too long for Stripe to know the refund by.`;
    throw new StepError({ kind: 'item', category: 'validation', code: 'reference-too-long', message });
  }
  return { standing: mine.find((refund) => !failed.includes(refund)), nextKey };
}
