import {
  type CustomerOutcome,
  type CustomerRecord,
  changeEvent,
  DEFAULT_RULES,
  decideFields,
  goldenValues,
  normaliseEmail,
  outcomeOf,
  tellCustomer,
} from '@lockstep/schema/customers';
import { CUSTOMER_TOPIC, type Customers, type PublishedEvent } from '@lockstep/schema/node';

/** Golden records as the runtime promises them, in memory: for tests of nodes and of flows. The rules are the default ones. */
export function customersInMemory({
  publish = async () => undefined,
  now = () => 0,
}: {
  readonly publish?: (event: PublishedEvent) => Promise<unknown>;
  readonly now?: () => number;
} = {}): Customers {
  const records = new Map<string, CustomerRecord>();
  const done = new Map<string, CustomerOutcome>();
  let last = 1000;
  const rootOf = (id: string): string => {
    const into = records.get(id)?.mergedInto;
    return into === undefined ? id : rootOf(into);
  };
  const live = () => [...records.values()].filter(({ mergedInto }) => mergedInto === undefined);
  return {
    async tell({ telling, effectKey }) {
      const earlier = done.get(effectKey);
      if (earlier) return earlier;
      const numbered = telling.customer && records.has(telling.customer) ? rootOf(telling.customer) : undefined;
      const change = tellCustomer(telling, {
        known: live(),
        numbered,
        newId: () => `C-${++last}`,
        rules: DEFAULT_RULES,
        now: new Date(now()).toISOString(),
      });
      for (const settled of [change.settled, ...change.others]) {
        const isNews = records.get(settled.record.id)?.version !== settled.record.version;
        records.set(settled.record.id, settled.record);
        if (isNews) await publish({ topic: CUSTOMER_TOPIC, ...changeEvent(settled) });
      }
      const outcome = outcomeOf(change);
      done.set(effectKey, outcome);
      return outcome;
    },
    async find(by) {
      const record =
        'id' in by
          ? records.get(rootOf(by.id))
          : live().find(({ sources }) => sources.some(({ keys }) => keys.email.includes(normaliseEmail(by.email))));
      return record && { id: record.id, golden: goldenValues(decideFields(record, DEFAULT_RULES)) };
    },
    noteBlocked: async () => undefined,
  };
}
