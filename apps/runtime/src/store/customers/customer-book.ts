import {
  type Choosing,
  type CustomerChange,
  type CustomerOutcome,
  type CustomerRecord,
  CustomerRules,
  changeEvent,
  chooseFields,
  DEFAULT_RULES,
  decideFields,
  goldenValues,
  keysOfTelling,
  mergeCustomers,
  outcomeOf,
  refText,
  type Telling,
  tellCustomer,
  unmergeCustomer,
} from '@lockstep/schema/customers';
import { CUSTOMER_TOPIC, type Customers, type CustomerTelling } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import { passing } from '../journal/errors.ts';
import type { Sql } from '../open-store.ts';
import { publishWithin } from '../topics/publish.ts';
import {
  clean,
  findAround,
  findByEmail,
  keyRows,
  lockNames,
  readRecord,
  readRecords,
  readRoot,
  type Tx,
  writeEntries,
  writeRecord,
} from './customer-rows.ts';

/** How long a telling is recognised when it comes again under its key. */
const REMEMBERED_DAYS = 30;
/** Tries at which somebody else may change who shares something with whom. */
const MAX_TRIES = 20;

/** Who asks, and why. */
export interface Said {
  readonly by: string;
  readonly reason?: string | undefined;
}

export interface CustomerBook extends Customers {
  rules(): Promise<CustomerRules>;
  putRules(rules: CustomerRules, by: string): Promise<void>;
  choose(id: string, choosing: Choosing): Promise<CustomerOutcome | 'unknown' | 'merged'>;
  merge(ids: MergeIds, said: Said): Promise<CustomerOutcome | 'unknown' | 'merged'>;
  /** What a merge would be; nothing is written. */
  planMerge(ids: MergeIds, said: Said): Promise<CustomerChange | 'unknown' | 'merged'>;
  unmerge(ids: UnmergeIds, said: Said): Promise<CustomerOutcome | 'unknown' | 'not-merged'>;
  planUnmerge(ids: UnmergeIds, said: Said): Promise<CustomerChange | 'unknown' | 'not-merged'>;
}

interface MergeIds {
  readonly into: string;
  readonly from: string;
}

interface UnmergeIds {
  readonly from: string;
  /** The record that was merged into it. */
  readonly gone: string;
}

/**
 * Golden records in the database. A change of records, its lines of the log and its event on the topic are one commit. Changes that
 * share a record, a source or a key come one after the other; others do not wait.
 */
export function createCustomerBook(sql: Sql): CustomerBook {
  type How = { readonly rules: CustomerRules; readonly now: string };
  type Found = (id: string) => CustomerRecord;
  type Make<Refused> = (record: Found, how: How) => CustomerChange | Refused;

  /** Changes records that are known by number, all of them locked. */
  function change<Refused extends string>(ids: readonly string[], make: Make<Refused>) {
    return passing(
      sql.begin(async (tx): Promise<CustomerOutcome | Refused | 'unknown'> => {
        await lockNames(tx, ids);
        const before = await readAll(tx, ids);
        if (!before) return 'unknown';
        const made = make(foundIn(before), { rules: await readRules(tx), now: new Date().toISOString() });
        return typeof made === 'string' ? made : saveChange(tx, made, { before, by: undefined });
      }),
    ) as Promise<CustomerOutcome | Refused | 'unknown'>;
  }

  async function plan<Refused extends string>(
    ids: readonly string[],
    make: Make<Refused>,
  ): Promise<CustomerChange | Refused | 'unknown'> {
    const [known, rules] = await passing(Promise.all([readAll(sql, ids), readRules(sql)]));
    return known ? make(foundIn(known), { rules, now: new Date().toISOString() }) : 'unknown';
  }

  const merging =
    ({ into, from }: MergeIds, said: Said): Make<'merged'> =>
    (record, how) => {
      const [one, other] = [record(into), record(from)];
      const isGone = one.mergedInto !== undefined || other.mergedInto !== undefined || one.id === other.id;
      return isGone ? 'merged' : mergeCustomers(one, other, { ...how, ...said });
    };
  const unmerging =
    ({ from, gone }: UnmergeIds, said: Said): Make<'not-merged'> =>
    (record, how) =>
      record(from).mergedInto === undefined
        ? unmergeCustomer(record(from), record(gone), { ...how, ...said })
        : 'not-merged';

  return {
    tell: (told) => passing(tellOnce(sql, { ...told, telling: clean(told.telling) })),
    async find(by) {
      const [record, rules] = await passing(
        Promise.all(['id' in by ? readRoot(sql, by.id) : findByEmail(sql, by.email), readRules(sql)]),
      );
      return record && { id: record.id, golden: goldenValues(decideFields(record, rules)) };
    },
    noteBlocked: ({ id, system, needs, effectKey, by }) =>
      passing(
        sql.begin(async (tx) => {
          const [first] = await tx`
            insert into customer_changes (effect_key, outcome) values (${effectKey}, '{}') on conflict do nothing returning 1`;
          if (first) await writeEntries(tx, [{ customer: id, entry: { type: 'blocked', system, needs } }], by);
        }),
      ).then(() => undefined),
    rules: () => passing(readRules(sql)),
    putRules: (rules, by) =>
      passing(
        sql.begin(async (tx) => {
          await lockNames(tx, ['rules']);
          await tx`
            insert into customer_rules (version, document, changed_by)
            select coalesce(max(version), 0) + 1, ${JSON.stringify(rules)}::text::json, ${by} from customer_rules`;
        }),
      ).then(() => undefined),
    choose: (id, choosing) =>
      change<'merged'>([id], (record, how) =>
        record(id).mergedInto === undefined ? chooseFields(record(id), clean(choosing), how) : 'merged',
      ),
    merge: (ids, said) => change([ids.into, ids.from], merging(ids, said)),
    planMerge: (ids, said) => plan([ids.into, ids.from], merging(ids, said)),
    unmerge: (ids, said) => change([ids.from, ids.gone], unmerging(ids, said)),
    planUnmerge: (ids, said) => plan([ids.from, ids.gone], unmerging(ids, said)),
  };
}

async function readAll(
  sql: Sql | Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CustomerRecord> | undefined> {
  const found = new Map<string, CustomerRecord>();
  for (const id of ids) {
    const record = await readRecord(sql, id);
    if (!record) return undefined;
    found.set(id, record);
  }
  return found;
}

function foundIn(records: ReadonlyMap<string, CustomerRecord>): (id: string) => CustomerRecord {
  return (id) => {
    const record = records.get(id);
    if (!record) throw new Error(`The customer ${id} was not read.`);
    return record;
  };
}

/** Forgets which tellings came long ago. */
export async function forgetTellings(sql: Sql): Promise<void> {
  await passing(sql`delete from customer_changes where told_at < now() - ${REMEMBERED_DAYS} * interval '1 day'`);
}

async function readRules(sql: Sql | Tx): Promise<CustomerRules> {
  const [row] = await sql<{ document: Json }[]>`select document from customer_rules order by version desc limit 1`;
  return row ? CustomerRules.parse(row.document) : DEFAULT_RULES;
}

/** Somebody else linked a record in between that has to be locked, too. */
class LooksElsewhere extends Error {}

/**
 * Finds first whom a telling concerns, then locks all of them at once and looks again: whoever came in between and changed that makes
 * it begin anew. So no lock is taken out of order, and nobody waits for a lock of a customer that has nothing to do with this one.
 */
async function tellOnce(sql: Sql, { telling, effectKey, by }: CustomerTelling): Promise<CustomerOutcome> {
  for (let tries = 1; ; tries++) {
    try {
      return (await sql.begin((tx) => tellLocked(tx, { telling, effectKey, by }))) as CustomerOutcome;
    } catch (error) {
      if (!(error instanceof LooksElsewhere) || tries === MAX_TRIES) throw error;
    }
  }
}

async function tellLocked(tx: Tx, { telling, effectKey, by }: CustomerTelling): Promise<CustomerOutcome> {
  const wanted = await around(tx, telling);
  const names = [
    refText(telling),
    `effect ${effectKey}`,
    ...keyRows(keysOfTelling(telling)).map(({ kind, key }) => `${kind} ${key}`),
    ...wanted.ids,
  ];
  await lockNames(tx, names);
  const [earlier] = await tx<{ outcome: CustomerOutcome }[]>`
    select outcome from customer_changes where effect_key = ${effectKey}`;
  if (earlier) return earlier.outcome;
  const found = await around(tx, telling);
  if (found.ids.some((id) => !wanted.ids.includes(id))) throw new LooksElsewhere('Somebody changed who it is.');
  const known = await readRecords(tx, found.ids);
  const isKnown = known.some(({ sources }) => sources.some((each) => refText(each) === refText(telling)));
  // Numbers may have gaps, but none is given twice.
  const [row] = isKnown ? [] : await tx<{ nr: number }[]>`select nextval('customer_numbers') as nr`;
  const change = tellCustomer(telling, {
    known,
    numbered: found.numbered,
    newId: () => `C-${row?.nr}`,
    rules: await readRules(tx),
    now: new Date().toISOString(),
  });
  const before = new Map(known.map((record) => [record.id, record]));
  const outcome = await saveChange(tx, change, { before, by });
  await tx`
    insert into customer_changes (effect_key, outcome) values (${effectKey}, ${JSON.stringify(outcome)}::text::json)`;
  return outcome;
}

async function around(
  tx: Tx,
  telling: Telling,
): Promise<{ readonly ids: readonly string[]; readonly numbered: string | undefined }> {
  const numbered = telling.customer === undefined ? undefined : (await readRoot(tx, telling.customer))?.id;
  const ids = await findAround(tx, telling, keysOfTelling(telling));
  return { ids: [...new Set([...ids, ...(numbered === undefined ? [] : [numbered])])], numbered };
}

async function saveChange(
  tx: Tx,
  change: CustomerChange,
  {
    before,
    by,
  }: { readonly before: ReadonlyMap<string, CustomerRecord>; readonly by: CustomerTelling['by'] | undefined },
): Promise<CustomerOutcome> {
  const all = [change.settled, ...change.others];
  // The record that gives something up comes first, so that a source has one owner at every moment.
  for (const settled of [...all].sort((one, other) => one.record.sources.length - other.record.sources.length)) {
    await writeRecord(tx, settled);
  }
  await writeEntries(tx, change.entries, by);
  const news = all.filter(({ record }) => before.get(record.id)?.version !== record.version);
  await publishWithin(
    tx,
    news.map((settled) => ({ topic: CUSTOMER_TOPIC, ...changeEvent(settled) })),
  );
  return outcomeOf(change);
}
