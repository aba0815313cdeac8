import { StepError } from '@lockstep/schema/node';
import { busy, confirmationLate, connectFailed, noReceiver, refused, sessionLost } from '../failures.ts';

/** One error of the many a client gathers over its attempts. */
interface KafkaError {
  readonly code?: string;
  /** Name of the error the broker answered. */
  readonly apiId?: string;
  readonly message?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** The broker says it took nothing. */
const NOT_YET: ReadonlySet<string> = new Set([
  'NOT_ENOUGH_REPLICAS',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'KAFKA_STORAGE_ERROR',
  'THROTTLING_QUOTA_EXCEEDED',
]);
const NO_RIGHT: ReadonlySet<string> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);
/** It may be in the log of the leader. */
const UNKNOWN: ReadonlySet<string> = new Set(['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'REQUEST_TIMED_OUT']);
const NOT_CONNECTED =
  /^Connection to \S+ (failed|timed out)|^Connection ready timed out|^Connection closed while waiting/;

/** What a failed attempt to send means. The one table of this protocol. */
export function sendFailed(
  cause: unknown,
  { server, topic, ms }: { readonly server: string; readonly topic: string; readonly ms: number },
): StepError {
  if (cause instanceof StepError) return cause;
  const all = flat(cause);
  const ids = all.flatMap(({ apiId }) => (apiId === undefined ? [] : [apiId]));
  const blocked = all.find(({ code }) => code === 'EGRESS_BLOCKED');
  if (blocked) return connectFailed(server, blocked);
  const isAuth = all.some(({ code }) => code === 'PLT_KFK_AUTHENTICATION') || ids.some((id) => id.startsWith('SASL_'));
  if (isAuth) return connectFailed(server, { code: 'NOT_AUTHORIZED', message: 'authorization failed' });
  if (all.some(({ message }) => /^Unknown topic/.test(message ?? '')) || ids.includes('UNKNOWN_TOPIC_OR_PARTITION')) {
    return noReceiver(server, topic, 'there is no such topic');
  }
  const right = ids.find((id) => NO_RIGHT.has(id));
  if (right) return noReceiver(server, topic, right);
  // Whatever was answered last, an earlier attempt without an answer may have been taken.
  const isUnanswered = all.some(
    ({ code, apiId, message = '' }) =>
      apiId === undefined &&
      code === 'PLT_KFK_NETWORK' &&
      /^Connection (closed|error)/.test(message) &&
      !NOT_CONNECTED.test(message),
  );
  if (isUnanswered) return sessionLost(server, cause);
  if (all.some(({ code, message = '' }) => code === 'PLT_KFK_TIMEOUT' && !NOT_CONNECTED.test(message))) {
    return confirmationLate(server, ms);
  }
  if (ids.some((id) => UNKNOWN.has(id))) return confirmationLate(server, ms);
  const notYet = ids.find((id) => NOT_YET.has(id));
  if (notYet) return busy(server, notYet);
  const [said] = ids;
  if (said) return refused(server, said, cause);
  return connectFailed(server, all.find(({ code }) => /^E[A-Z]+$/.test(code ?? '')) ?? cause);
}

/** An error, what it was made of and what caused it. */
function flat(error: unknown, depth = 0): readonly KafkaError[] {
  if (typeof error !== 'object' || error === null || depth > 8) return [];
  const one = error as KafkaError;
  return [one, ...[one.cause, ...(one.errors ?? [])].flatMap((each) => flat(each, depth + 1))];
}
