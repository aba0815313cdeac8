import { decideFields, goldenValues } from './decide.ts';
import type { CustomerValues } from './fields.ts';
import type { CustomerRecord, Telling } from './record.ts';
import { type CustomerRules, DEFAULT_RULES } from './rules.ts';
import type { CustomerChange } from './settle.ts';
import { olderFirst, tellCustomer } from './tell.ts';

export const NOW = '2026-11-27T12:00:00.000Z';

/** Records in memory, with all that is asked of whoever keeps them. */
export function memoryBook(rules: CustomerRules = DEFAULT_RULES) {
  const records = new Map<string, CustomerRecord>();
  let last = 0;
  const live = () => [...records.values()].filter(({ mergedInto }) => mergedInto === undefined);
  const save = (change: CustomerChange): CustomerChange => {
    for (const { record } of [change.settled, ...change.others]) records.set(record.id, record);
    return change;
  };
  const rootOf = (id: string): string => {
    const into = records.get(id)?.mergedInto;
    return into === undefined ? id : rootOf(into);
  };
  return {
    rules,
    records,
    save,
    tell(telling: Telling): CustomerChange {
      const known = live();
      const numbered = telling.customer && records.has(telling.customer) ? rootOf(telling.customer) : undefined;
      return save(tellCustomer(telling, { known, numbered, newId: () => `C-${++last}`, rules, now: NOW }));
    },
    live: () => live().sort(olderFirst),
    golden: (id: string): CustomerValues => {
      const record = records.get(id);
      if (!record) throw new Error(`There is no ${id}.`);
      return goldenValues(decideFields(record, rules));
    },
  };
}

export const minute = (nr: number): string => new Date(Date.parse('2026-11-27T10:00:00Z') + nr * 60_000).toISOString();

export function telling(source: string, at: number, values: CustomerValues, customer?: string): Telling {
  const [system = '', id = ''] = source.split(':');
  return { system, id, at: minute(at), values, ...(customer !== undefined && { customer }) };
}
