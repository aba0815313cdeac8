import type { VerificationPlan } from '@lockstep/nodes/webhooks';
import type { Context } from 'hono';
import { SecretError } from '../../secrets/secret-box.ts';
import type { AppEnv } from '../env.ts';
import type { Doors } from '../ports.ts';
import { problem } from '../problem.ts';
import { secretLines, verify } from './verify.ts';

/** How the senders at a door prove who they are, and where the secrets for it are. */
export interface SenderProof {
  readonly plan: VerificationPlan;
  readonly secret?: { readonly connection: string; readonly field: string };
}

/** Verifies the sender over exactly the bytes that came. @throws ProblemError `unauthenticated` | `overloaded` */
export async function authenticate(
  context: Context<AppEnv>,
  connections: Pick<Doors['connections'], 'resolve'>,
  { plan, secret }: SenderProof,
  raw: Uint8Array,
  receivedAt: number,
): Promise<void> {
  if (plan.kind === 'none') return;
  const connection = secret && (await connections.resolve(secret.connection).catch(unreadable));
  const secrets = secret ? secretLines(connection?.settings[secret.field]) : [];
  const verdict = verify(plan, secrets, { header: (name) => context.req.header(name), raw, receivedAt });
  if (!verdict.ok) throw problem('unauthenticated', verdict.reason);
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
