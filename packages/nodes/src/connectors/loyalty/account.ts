import type { StepContext } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { z } from 'zod';
import { at, listAt, textAt } from '../kit/read-json.ts';
import { accountPath, askSquare, unreadable } from './client.ts';

/** A member of the program. */
export const Account = z.object({
  /** Id of the loyalty account. */
  account: z.string(),
  /** Id of the customer at Square; null when it has none. */
  customer: z.string().nullable(),
  /** Points that may be spent now; below zero when more was taken back than is there. */
  balance: z.int(),
  /** Points ever given. */
  lifetimePoints: z.int(),
  /** Points that lapse, soonest first; `at` is ISO 8601. */
  expiring: z.array(z.object({ points: z.int(), at: z.string() })),
});
export type Account = z.infer<typeof Account>;

/** @throws StepError as every exchange; undefined when there is no such account */
export async function readAccount(ctx: StepContext, connection: string, account: string): Promise<Account | undefined> {
  const answer = await askSquare(ctx, connection, { method: 'GET', path: accountPath(account) });
  return answer && accountOf(at(answer, 'loyalty_account'));
}

/** @throws StepError when it is no account */
export function accountOf(read: Json | undefined): Account {
  const [account, balance, lifetime] = [textAt(read, 'id'), at(read, 'balance'), at(read, 'lifetime_points')];
  if (account === undefined) throw unreadable(false);
  const expiring = listAt(read, 'expiring_point_deadlines').flatMap((one) => {
    const [points, time] = [at(one, 'points'), textAt(one, 'expires_at')];
    return typeof points === 'number' && time !== undefined ? [{ points, at: time }] : [];
  });
  return {
    account,
    customer: textAt(read, 'customer_id') ?? null,
    // Left out when nothing was ever earned.
    balance: typeof balance === 'number' ? balance : 0,
    lifetimePoints: typeof lifetime === 'number' ? lifetime : 0,
    expiring: expiring.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
  };
}
