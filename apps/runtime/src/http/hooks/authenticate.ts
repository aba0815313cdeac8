import type { VerificationPlan } from '@lockstep/nodes/webhooks';
import type { Context } from 'hono';
import { SecretError } from '../../secrets/secret-box.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import { knowsKey } from './rsa.ts';
import { secretLines, verify } from './verify.ts';

/** How the senders at a door prove who they are, and where the secrets for it are. */
export interface SenderProof {
  readonly plan: VerificationPlan;
  readonly secret?: { readonly connection: string; readonly field: string };
}

/**
 * Verifies the sender over exactly the bytes that came. One that signs with a key its connection does not have yet is asked for its
 * keys, where the connection says where they are. @throws ProblemError `unauthenticated` | `overloaded`
 */
export async function authenticate(
  context: Context<AppEnv>,
  connections: Pick<Doors['connections'], 'resolve' | 'renewKeys'>,
  { plan, secret }: SenderProof,
  raw: Uint8Array,
  receivedAt: number,
): Promise<void> {
  if (plan.kind === 'none') return;
  const connection = secret && (await connections.resolve(secret.connection).catch(unreadable));
  const header = (name: string) => context.req.header(name);
  const secretsOf = (settings: Readonly<Record<string, string>> = {}) =>
    secret ? secretLines(settings[secret.field]) : [];
  const secrets = secretsOf(connection?.settings);
  const verdict = verify(plan, secrets, { header, raw, receivedAt });
  if (verdict.ok) return;
  const isNewKey = plan.kind === 'rsa' && connection?.settings.jwksUrl && !knowsKey(secrets, header(plan.keyId) ?? '');
  const renewed = isNewKey ? await connections.renewKeys?.(connection) : undefined;
  if (renewed === 'pending') {
    throw problem('overloaded', 'The public keys of the sender are being fetched.', undefined, { 'retry-after': '10' });
  }
  const again = renewed ? verify(plan, secretsOf(renewed.settings), { header, raw, receivedAt }) : verdict;
  if (!again.ok) throw problem('unauthenticated', again.reason);
}

/** The moment by the clock of the machine: senders sign by theirs, also where tests let time pass here. */
export function bySenders({ testTime }: Pick<Doors, 'testTime'>, at: number): number {
  return at - (testTime?.read().aheadMs ?? 0);
}

/** Ours to mend, so the sender is told to come back rather than that it is nobody. */
function unreadable(error: unknown): never {
  if (!(error instanceof SecretError)) throw error;
  throw problem('overloaded', 'Senders cannot be verified now.', undefined, { 'retry-after': '60' });
}
