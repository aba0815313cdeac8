import type { RunNode, StepContext } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import { listAt, textAt } from '../../kit/read-json.ts';
import { type Account, accountOf, readAccount } from '../account.ts';
import { askSquare, unreadable } from '../client.ts';
import type { readBalance } from './definition.ts';

/** Customers of one e-mail address that are looked at; more than a few are a mistake there. */
const CUSTOMERS = 30;

export const runReadBalance: RunNode<typeof readBalance> = async ({ params }, ctx) => {
  const { by, value } = params;
  const found = await membersBy(ctx, params);
  const [member] = found;
  if (!member) return { port: 'no-member', value: { by, value } };
  if (found.length === 1) return { port: 'member', value: member };
  return { port: 'ambiguous', value: { by, value, accounts: found.map(({ account }) => account) } };
};

interface Wanted {
  readonly connection: string;
  readonly by: 'email' | 'phone' | 'customer' | 'account';
  readonly value: string;
}

async function membersBy(ctx: StepContext, { connection, by, value }: Wanted): Promise<readonly Account[]> {
  const search = (query: JsonObject) => accountsOf(ctx, connection, query);
  switch (by) {
    case 'account': {
      const account = await readAccount(ctx, connection, value);
      return account ? [account] : [];
    }
    case 'customer':
      return search({ customer_ids: [value] });
    case 'phone':
      return search({ mappings: [{ phone_number: value }] });
    case 'email': {
      const customers = await customersOf(ctx, connection, value);
      return customers.length === 0 ? [] : search({ customer_ids: customers });
    }
    default:
      return by satisfies never;
  }
}

async function accountsOf(ctx: StepContext, connection: string, query: JsonObject): Promise<readonly Account[]> {
  const body = { query, limit: CUSTOMERS };
  const path = '/v2/loyalty/accounts/search';
  const answer = await askSquare(ctx, connection, { method: 'POST', path, body, write: false });
  return listAt(answer, 'loyalty_accounts').map(accountOf);
}

/** @see https://developer.squareup.com/docs/customers-api/use-the-api/search-customers */
async function customersOf(ctx: StepContext, connection: string, email: string): Promise<string[]> {
  const body = { query: { filter: { email_address: { exact: email } } }, limit: CUSTOMERS };
  const answer = await askSquare(ctx, connection, { method: 'POST', path: '/v2/customers/search', body, write: false });
  return listAt(answer, 'customers').map((one) => {
    const id = textAt(one, 'id');
    if (id === undefined) throw unreadable(false);
    return id;
  });
}
