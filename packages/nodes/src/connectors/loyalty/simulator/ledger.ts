import type { Clock } from '../../../simulators/kit/clock.ts';
import { keepLast } from '../../../simulators/kit/kept.ts';
import type { Random } from '../../../simulators/kit/random.ts';

/** A member as a test or a demo names one. */
export interface Member {
  readonly email: string;
  readonly phone?: string;
  /** Id of the loyalty account; drawn when absent. */
  readonly account?: string;
}

/** Points that were given at one time, and lapse at one time. */
interface Lot {
  left: number;
  readonly expiresAt: number;
}

interface Holder {
  readonly id: string;
  readonly customer: string;
  readonly email: string;
  readonly phone: string | undefined;
  readonly enrolledAt: number;
  updatedAt: number;
  lifetime: number;
  /** What was taken away beyond what was there. */
  debt: number;
  readonly lots: Lot[];
}

export type Entry = {
  readonly id: string;
  readonly type: 'ACCUMULATE_POINTS' | 'ADJUST_POINTS' | 'EXPIRE_POINTS';
  readonly created_at: string;
  readonly loyalty_account_id: string;
  readonly location_id?: string;
  readonly source: 'LOYALTY_API' | 'SQUARE';
} & Partial<Readonly<Record<'accumulate_points' | 'adjust_points' | 'expire_points', EntryDetail>>>;

interface EntryDetail {
  readonly loyalty_program_id: string;
  readonly points: number;
  readonly reason?: string;
}

export const PROGRAM = 'd619f755-2d17-41f3-990d-c04ecedd64dd';

export interface LedgerParts {
  readonly clock: Clock;
  readonly ids: Random;
  /** Milliseconds after which points lapse. */
  readonly lapseMs: number;
  /** Entries and members remembered. */
  readonly keep: number;
}

/** Members, their balances, and each entry that made them. Points lapse lot by lot; what is spent comes from the oldest. */
export function createLedger({ clock, ids, lapseMs, keep }: LedgerParts) {
  const holders = keepLast<string, Holder>(keep);
  const entries = keepLast<string, Entry>(keep);
  const iso = (at: number): string => new Date(at).toISOString();

  const write = (
    holder: Holder,
    entry: Omit<Entry, 'id' | 'created_at' | 'loyalty_account_id'>,
    at = clock(),
  ): Entry => {
    const whole = { id: ids.uuid(), ...entry, created_at: iso(at), loyalty_account_id: holder.id } as Entry;
    holder.updatedAt = at;
    entries.set(whole.id, whole);
    return whole;
  };

  const lapse = (holder: Holder): Holder => {
    const now = clock();
    while (holder.lots[0] && holder.lots[0].expiresAt <= now) {
      const lot = holder.lots.shift() as Lot;
      if (lot.left === 0) continue;
      const detail = { loyalty_program_id: PROGRAM, points: -lot.left };
      write(holder, { type: 'EXPIRE_POINTS', source: 'SQUARE', expire_points: detail }, lot.expiresAt);
    }
    return holder;
  };

  const give = (holder: Holder, points: number): void => {
    const repaid = Math.min(holder.debt, points);
    holder.debt -= repaid;
    holder.lots.push({ left: points - repaid, expiresAt: clock() + lapseMs });
    holder.lifetime += points;
  };

  const take = (holder: Holder, points: number): void => {
    let open = points;
    for (const lot of holder.lots) {
      const part = Math.min(open, lot.left);
      lot.left -= part;
      open -= part;
    }
    holder.debt += open;
  };

  return {
    entries: () => entries.values(),
    holders: () => holders.values().map(lapse),
    find: (id: string) => {
      const holder = holders.get(id);
      return holder && lapse(holder);
    },
    enrol: ({ email, phone, account }: Member): Holder => {
      const now = clock();
      const id = account ?? ids.uuid();
      const customer = ids.hex(26).toUpperCase();
      const holder = { id, customer, email, phone, enrolledAt: now, updatedAt: now, lifetime: 0, debt: 0, lots: [] };
      holders.set(id, holder);
      return holder;
    },
    accumulate: (holder: Holder, points: number, location: string): Entry => {
      give(holder, points);
      const detail = { loyalty_program_id: PROGRAM, points };
      return write(holder, {
        type: 'ACCUMULATE_POINTS',
        accumulate_points: detail,
        location_id: location,
        source: 'LOYALTY_API',
      });
    },
    adjust: (holder: Holder, points: number, reason: string): Entry => {
      if (points > 0) give(holder, points);
      else take(holder, -points);
      const detail = { loyalty_program_id: PROGRAM, points, ...(reason !== '' && { reason }) };
      return write(holder, { type: 'ADJUST_POINTS', adjust_points: detail, source: 'LOYALTY_API' });
    },
  };
}

export type Ledger = ReturnType<typeof createLedger>;

export function balanceOf({ lots, debt }: Holder): number {
  return lots.reduce((sum, { left }) => sum + left, 0) - debt;
}

/** As `GET /v2/loyalty/accounts/{id}` gives it. */
export function accountView(holder: Holder): object {
  const { id, customer, phone, lifetime, enrolledAt, updatedAt, lots } = holder;
  const deadlines = lots
    .filter(({ left }) => left > 0)
    .map(({ left, expiresAt }) => ({ points: left, expires_at: new Date(expiresAt).toISOString() }));
  return {
    id,
    program_id: PROGRAM,
    balance: balanceOf(holder),
    lifetime_points: lifetime,
    customer_id: customer,
    enrolled_at: new Date(enrolledAt).toISOString(),
    created_at: new Date(enrolledAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
    ...(phone !== undefined && { mapping: { phone_number: phone } }),
    ...(deadlines.length > 0 && { expiring_point_deadlines: deadlines }),
  };
}
