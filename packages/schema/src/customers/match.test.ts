import { describe, expect, it } from 'vitest';
import { memoryBook, NOW, telling } from './book.testing.ts';
import { mergeCustomers, unmergeCustomer } from './merge.ts';
import { folded, matchKeys, normaliseEmail, normalisePhone } from './normalise.ts';
import type { CustomerRecord } from './record.ts';
import { DEFAULT_RULES } from './rules.ts';

const home = [
  {
    kind: 'shipping' as const,
    address: { street: ['Torstraße 140'], postalCode: '10119', city: 'Berlin', country: 'DE' },
  },
];

describe('normalising', () => {
  it.each([
    [' Jana.Müller@Example.COM ', 'jana.müller@example.com'],
    ['a+shop@example.com', 'a+shop@example.com'],
  ])('writes the e-mail address %o as %o', (email, normal) => expect(normaliseEmail(email)).toBe(normal));
  it.each([
    ['+49 (0)30 1234-5', '+493012345'],
    ['0049 30 12345', '+493012345'],
    ['030/12345', '03012345'],
    ['n/a', ''],
  ])('writes the telephone number %o as %o', (phone, normal) => expect(normalisePhone(phone)).toBe(normal));
  it('takes no key from what says nothing', () => {
    expect(matchKeys({ email: 'none', phone: '123', firstName: 'Jana', addresses: [] })).toEqual({
      email: [],
      phone: [],
      nameAddress: [],
    });
    expect(folded('  Torstraße 140, É')).toBe('torstrasse 140 e');
  });
});

describe('duplicates', () => {
  it('are merged when they share an e-mail address, whoever tells it when', () => {
    const book = memoryBook();
    book.tell(telling('shopify:1', 1, { email: 'Jana@example.com', firstName: 'Jana' }));
    book.tell(telling('salesforce:a', 2, { lastName: 'Müller' }));
    expect(book.live().map(({ id }) => id)).toEqual(['C-1', 'C-2']);
    const { entries, others } = book.tell(telling('salesforce:a', 3, { email: 'jana@EXAMPLE.com' }));
    expect(entries.filter(({ entry }) => entry.type === 'merged')).toEqual([
      { customer: 'C-1', entry: { type: 'merged', other: 'C-2', why: 'e-mail address' } },
      { customer: 'C-2', entry: { type: 'merged', other: 'C-1', why: 'e-mail address' } },
    ]);
    expect(others.map(({ record }) => [record.id, record.mergedInto])).toEqual([['C-2', 'C-1']]);
    expect(book.golden('C-1')).toEqual({ email: 'jana@example.com', firstName: 'Jana', lastName: 'Müller' });
  });

  it.each([
    ['phone', { phone: '+49 30 1234567' }, { phone: '0049301234567' }],
    ['nameAddress', { lastName: 'Müller', addresses: home }, { lastName: 'MULLER', addresses: home }],
  ] as const)('that share %s are merged only where the rules say so', (kind, one, other) => {
    for (const matching of ['merge', 'propose', 'off'] as const) {
      const book = memoryBook({ ...DEFAULT_RULES, matching: { ...DEFAULT_RULES.matching, [kind]: matching } });
      book.tell(telling('shopify:1', 1, one));
      book.tell(telling('salesforce:a', 2, other));
      expect(book.live().length, matching).toBe(matching === 'merge' ? 1 : 2);
    }
  });

  it('are found by the number we gave, through merges', () => {
    const book = memoryBook();
    book.tell(telling('shopify:1', 1, { email: 'a@example.com' }));
    book.tell(telling('salesforce:a', 2, { email: 'b@example.com' }));
    book.save(mergeCustomers(book.live()[0] as CustomerRecord, book.live()[1] as CustomerRecord, HOW));
    book.tell(telling('business-central:x', 3, { firstName: 'Jana' }, 'C-2'));
    expect(book.live().map(({ id, sources }) => [id, sources.map(({ system }) => system)])).toEqual([
      ['C-1', ['business-central', 'salesforce', 'shopify']],
    ]);
  });

  it('stay one person when the e-mail address changes in one system', () => {
    const book = memoryBook();
    book.tell(telling('shopify:1', 1, { email: 'a@example.com' }));
    book.tell(telling('salesforce:a', 2, { email: 'a@example.com' }));
    book.tell(telling('shopify:1', 3, { email: 'new@example.com' }));
    expect(book.live().length).toBe(1);
    expect(book.golden('C-1').email).toBe('new@example.com');
  });
});

const HOW = { rules: DEFAULT_RULES, now: NOW, by: 'Ada' };

describe('a merge by hand', () => {
  const pair = () => {
    const book = memoryBook();
    book.tell(telling('shopify:1', 1, { email: 'a@example.com', firstName: 'Jana', phone: '+4930111111' }));
    book.tell(telling('salesforce:a', 2, { email: 'b@example.com', firstName: 'Johanna' }));
    const [into, from] = book.live() as [CustomerRecord, CustomerRecord];
    return { book, into, from };
  };

  it('is taken back whole: both are as they were, with what was told meanwhile', () => {
    const { book, into, from } = pair();
    const before = [book.golden('C-1'), book.golden('C-2')];
    const merged = book.save(mergeCustomers(into, from, HOW));
    expect(merged.settled.golden).toMatchObject({ firstName: 'Johanna', phone: '+4930111111' });
    book.tell(telling('salesforce:a', 5, { lastName: 'Byron' }));
    const [now, gone] = [book.records.get('C-1'), book.records.get('C-2')] as [CustomerRecord, CustomerRecord];
    const undone = unmergeCustomer(now, gone, HOW);
    if (undone === 'not-merged') throw new Error(undone);
    book.save(undone);
    expect([book.golden('C-1'), book.golden('C-2')]).toEqual([before[0], { ...before[1], lastName: 'Byron' }]);
    expect(unmergeCustomer(book.records.get('C-1') as CustomerRecord, gone, HOW)).toBe('not-merged');
  });

  it('that was taken back is not made again by itself, but may be by hand', () => {
    const { book, into, from } = pair();
    book.save(mergeCustomers(into, from, HOW));
    const undone = unmergeCustomer(
      book.records.get('C-1') as CustomerRecord,
      book.records.get('C-2') as CustomerRecord,
      HOW,
    );
    if (undone === 'not-merged') throw new Error(undone);
    book.save(undone);
    book.tell(telling('salesforce:a', 9, { email: 'a@example.com' }));
    expect(book.live().length).toBe(2);
    const [one, other] = book.live() as [CustomerRecord, CustomerRecord];
    book.save(mergeCustomers(one, other, HOW));
    expect(book.live().map(({ id, apart }) => [id, apart])).toEqual([['C-1', []]]);
  });
});
