import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { getCase } from '@lockstep/schema/api';
import type { Case } from '@lockstep/schema/cases';
import { type Call, eventually, granted } from './ask.ts';
import type { Row, Systems } from './system.ts';
import { untilQuiet } from './then-quiet.ts';

/** Members that a row must have, deeply equal; or a question about it. */
export type Like = Row | ((row: Row) => boolean);

export interface SystemClaims {
  /**
   * It comes to have so many of a list of its state, and still has so many when nothing is left to do: nothing is lost, nothing
   * is there twice. `then.system('sap').hasExactly(1, 'salesOrders', { PurchaseOrderByCustomer: '#1001' })`
   *
   * @returns the rows
   */
  hasExactly(count: number, list: string, like?: Like): Promise<readonly Row[]>;
}

export interface CaseClaims {
  /** It comes to stand so, and still does when nothing is left to do. @returns the case */
  toStand(state: string): Promise<Case>;
}

export function systemClaims(call: Call, system: Systems, name: string): SystemClaims {
  return {
    async hasExactly(count, list, like = {}) {
      const look = async () => (await system(name).rows(list)).filter((row) => isLike(row, like));
      let found = 0;
      await eventually(
        `${count} ${list} in "${name}"`,
        async () => {
          found = (await look()).length;
          return found >= count ? true : undefined;
        },
        () => `There are ${found}.`,
      );
      await untilQuiet(call);
      const rows = await look();
      assert.equal(rows.length, count, `${list} in "${name}": ${JSON.stringify(rows).slice(0, 2_000)}`);
      return rows;
    },
  };
}

export function caseClaims(call: Call, kind: string, key: string): CaseClaims {
  const look = async () => {
    const answer = await call(getCase, { params: { kind, key } });
    return answer.ok || answer.code !== 'not-found' ? granted(answer, `The ${kind} ${key}`).case : undefined;
  };
  return {
    async toStand(state) {
      let stood = 'There is none.';
      await eventually(
        `${kind} ${key} to be ${state}`,
        async () => {
          const known = await look();
          if (known)
            stood = `It is ${known.state}, with ${known.groups.map((one) => `${one.id} ${one.state}`).join(', ')}.`;
          return known?.state === state ? true : undefined;
        },
        () => stood,
      );
      await untilQuiet(call);
      const known = await look();
      assert.equal(known?.state, state, `${kind} ${key} went on`);
      return known;
    },
  };
}

function isLike(row: Row, like: Like): boolean {
  if (typeof like === 'function') return like(row);
  return Object.entries(like).every(([name, value]) => isDeepStrictEqual(row[name], value));
}
