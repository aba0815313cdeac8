import type { Json } from '@lockstep/schema/run';
import { type Publisher, refusalText } from '../../runner/topics/publisher.ts';
import { problem } from '../problem.ts';

/**
 * Refuses what may not go on a topic.
 *
 * @param where begins the sentence when there are several events
 * @throws ProblemError `body-too-large` | `contract-broken` with its issues
 */
export function checkEvent(publisher: Pick<Publisher, 'refusal'>, topic: string, payload: Json, where = ''): void {
  const refused = publisher.refusal(topic, payload);
  if (!refused) return;
  const detail = `${where}${refusalText(refused)}`;
  if (refused.why === 'too-large') throw problem('body-too-large', detail);
  throw problem('contract-broken', detail, { contract: refused.contract, issues: refused.issues });
}
