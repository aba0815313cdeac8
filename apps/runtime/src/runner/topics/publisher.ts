import { type ContractIssue, type PublishOutcome, StepError } from '@lockstep/schema/node';
import { type Json, MAX_EVENT_BYTES } from '@lockstep/schema/run';
import type { NewEvent, TopicStore } from '../../store/index.ts';
import type { ContractChecker } from '../contracts.ts';
import type { TopicBook } from './topic-book.ts';

/** Why an event may not go on its topic. */
export type Refusal =
  | { readonly why: 'too-large'; readonly bytes: number }
  | { readonly why: 'contract-broken'; readonly contract: string; readonly issues: readonly ContractIssue[] };

/** The one way onto a topic. */
export interface Publisher {
  /** `undefined` when the payload may go on the topic. */
  refusal(topic: string, payload: Json): Refusal | undefined;
  /** Keeps an event that is not refused. */
  publish(event: NewEvent): Promise<PublishOutcome>;
  /** Keeps all of them, or none. */
  publishAll(events: readonly NewEvent[]): Promise<readonly PublishOutcome[]>;
  /** As a step publishes. @throws StepError kind `item` when it is refused */
  fromStep(event: NewEvent): Promise<PublishOutcome>;
}

export function createPublisher({
  topics,
  book,
  contracts,
}: {
  readonly topics: Pick<TopicStore, 'publish' | 'publishAll'>;
  readonly book: Pick<TopicBook, 'find'>;
  readonly contracts: ContractChecker;
}): Publisher {
  function refusal(topic: string, payload: Json): Refusal | undefined {
    const bytes = Buffer.byteLength(JSON.stringify(payload));
    if (bytes > MAX_EVENT_BYTES) return { why: 'too-large', bytes };
    const contract = book.find(topic)?.contract;
    if (contract === undefined) return undefined;
    const issues = contracts.check(contract, payload) ?? [{ path: '', message: 'has a contract that is not known' }];
    return issues.length === 0 ? undefined : { why: 'contract-broken', contract, issues };
  }

  return {
    refusal,
    publish: topics.publish,
    publishAll: topics.publishAll,
    async fromStep(event) {
      const refused = refusal(event.topic, event.payload);
      if (refused) throw asStepError(event.topic, refused);
      return topics.publish(event);
    },
  };
}

/** One sentence for a person. */
export function refusalText(refused: Refusal): string {
  if (refused.why === 'too-large') {
    return `The payload has ${refused.bytes} bytes; ${MAX_EVENT_BYTES} are allowed. Send a reference instead.`;
  }
  const [first] = refused.issues;
  const where = first && (first.path === '' ? 'The payload' : first.path);
  return `The payload breaks the contract "${refused.contract}" of the topic: ${where} ${first?.message}.`;
}

function asStepError(topic: string, refused: Refusal): StepError {
  const isTooLarge = refused.why === 'too-large';
  return new StepError({
    kind: 'item',
    category: 'validation',
    code: isTooLarge ? 'event-too-large' : 'contract-broken',
    message: `${topic}: ${refusalText(refused)}`,
    ...(!isTooLarge && { details: { issues: refused.issues } as unknown as Json }),
  });
}
