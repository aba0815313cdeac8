import { describe, expect, it } from 'vitest';
import { memoryBook, minute, telling } from './book.testing.ts';
import { chooseFields } from './choose.ts';
import { decideFields } from './decide.ts';
import type { CustomerField } from './fields.ts';
import { CustomerRules, DEFAULT_RULES, type FieldRule } from './rules.ts';

const MAIL = 'jana@example.com';
const withRule = (field: CustomerField, rule: FieldRule): CustomerRules =>
  CustomerRules.parse({ ...DEFAULT_RULES, fields: { ...DEFAULT_RULES.fields, [field]: rule } });

/** How a field stands when Shopify and Salesforce say two things. */
function decided(rules: CustomerRules, field: CustomerField, ...told: ReturnType<typeof telling>[]) {
  const book = memoryBook(rules);
  for (const each of told) book.tell(each);
  const [record] = book.live();
  if (!record) throw new Error('Nothing was told.');
  return decideFields(record, rules).find((each) => each.field === field);
}

describe('most recent', () => {
  const rules = withRule('phone', { strategy: 'most-recent', systems: [] });
  it('takes the value that was entered last, and says who lost', () => {
    const told = [
      telling('shopify:1', 1, { email: MAIL, phone: '+49 30 111' }),
      telling('salesforce:a', 2, { email: MAIL, phone: '+49 30 222' }),
    ];
    expect(decided(rules, 'phone', ...told)).toEqual({
      field: 'phone',
      value: '+4930222',
      reason: 'most-recent',
      winner: { system: 'salesforce', id: 'a' },
      sinceMs: Date.parse(minute(2)),
      candidates: [
        { system: 'salesforce', id: 'a', value: '+4930222', sinceMs: Date.parse(minute(2)) },
        { system: 'shopify', id: '1', value: '+4930111', sinceMs: Date.parse(minute(1)) },
      ],
    });
  });

  it('does not take a record that was saved last for another reason', () => {
    const told = [
      telling('salesforce:a', 1, { email: MAIL, phone: '+4930111', lastName: 'Muller' }),
      telling('shopify:1', 2, { email: MAIL, phone: '+4930222' }),
      // The name was edited; the telephone number only stands beside it, as it did before.
      telling('salesforce:a', 3, { email: MAIL, phone: '+4930111', lastName: 'Müller' }),
    ];
    expect(decided(rules, 'phone', ...told)?.value).toBe('+4930222');
    expect(decided(rules, 'lastName', ...told)?.value).toBe('Müller');
  });

  it('takes a removal for an edit, and a system that never had a value for no word at all', () => {
    const shop = telling('shopify:1', 1, { email: MAIL, phone: '+4930111' });
    const never = telling('salesforce:a', 2, { email: MAIL, phone: null });
    expect(decided(rules, 'phone', shop, never)?.value).toBe('+4930111');
    expect(decided(rules, 'phone', shop, telling('shopify:1', 3, { phone: null }))?.value).toBe(null);
  });

  it('settles a tie of two clocks the same way, whoever came first', () => {
    const told = [
      telling('shopify:1', 1, { email: MAIL, phone: '+4930111' }),
      telling('salesforce:a', 1, { email: MAIL, phone: '+4930222' }),
    ] as const;
    expect(decided(rules, 'phone', ...told)).toEqual(decided(rules, 'phone', told[1], told[0]));
  });
});

describe('source priority', () => {
  const rules = withRule('lastName', { strategy: 'source-priority', systems: ['business-central', 'salesforce'] });
  const shop = telling('shopify:1', 9, { email: MAIL, lastName: 'Muller' });
  const crm = telling('salesforce:a', 2, { email: MAIL, lastName: 'Müller' });
  const erp = telling('business-central:x', 1, { email: MAIL, lastName: 'Mueller' });
  it('takes the first system that has a value, however old', () => {
    expect(decided(rules, 'lastName', shop, crm, erp)).toMatchObject({ value: 'Mueller', reason: 'source-priority' });
    expect(decided(rules, 'lastName', shop, crm)).toMatchObject({ value: 'Müller' });
  });
  it('takes systems nobody named after those, the newest first', () => {
    expect(decided(rules, 'lastName', shop)).toMatchObject({ value: 'Muller', reason: 'only' });
  });
  it('passes over a system that has no value any more', () => {
    const none = telling('business-central:x', 5, { lastName: null });
    expect(decided(rules, 'lastName', shop, crm, erp, none)).toMatchObject({ value: 'Müller' });
  });
});

describe('merge', () => {
  const at = (street: string, more: object = {}) => ({
    kind: 'shipping' as const,
    ...more,
    address: { street: [street], postalCode: '10119', city: 'Berlin', country: 'DE' },
  });
  it('takes each address once, however it is written, and one default', () => {
    const told = [
      telling('shopify:1', 1, { email: MAIL, addresses: [at('Torstraße 140', { isDefault: true }), at('Am Tor 1')] }),
      telling('salesforce:a', 2, {
        email: MAIL,
        addresses: [at('TORSTRASSE 140'), at('Allee 3', { isDefault: true })],
      }),
    ];
    expect(decided(DEFAULT_RULES, 'addresses', ...told)).toMatchObject({
      reason: 'merged',
      value: [at('Allee 3', { isDefault: true }), at('Am Tor 1'), at('TORSTRASSE 140')],
    });
  });
  it('takes the newest word on each purpose, and of two at one moment the refusal', () => {
    const consent = (granted: boolean, nr: number, purpose = 'marketing-email' as const) => ({
      purpose,
      granted,
      at: minute(nr),
    });
    const value = (...told: Parameters<typeof decided>[2][]) => decided(DEFAULT_RULES, 'consents', ...told)?.value;
    const shop = telling('shopify:1', 1, { email: MAIL, consents: [consent(true, 1)] });
    expect(value(shop, telling('salesforce:a', 9, { email: MAIL, consents: [consent(false, 2)] }))).toEqual([
      consent(false, 2),
    ]);
    expect(value(shop, telling('salesforce:a', 9, { email: MAIL, consents: [consent(false, 0)] }))).toEqual([
      consent(true, 1),
    ]);
    expect(value(shop, telling('salesforce:a', 9, { email: MAIL, consents: [consent(false, 1)] }))).toEqual([
      consent(false, 1),
    ]);
  });
});

describe('manual', () => {
  const rules = withRule('company', { strategy: 'manual', systems: [] });
  const told = [
    telling('shopify:1', 2, { email: MAIL, company: 'Müller GmbH' }),
    telling('salesforce:a', 1, { email: MAIL, company: 'Mueller' }),
  ];
  it('leaves what stood longest until a person chooses, and says that it waits', () => {
    expect(decided(rules, 'company', ...told)).toMatchObject({ value: 'Mueller', reason: 'undecided' });
    expect(decided(rules, 'company', ...told.slice(0, 1))).toMatchObject({ value: 'Müller GmbH', reason: 'only' });
  });
  it('keeps what a person chose, whatever comes later, until it is released', () => {
    const book = memoryBook(rules);
    for (const each of told) book.tell(each);
    const how = { rules, now: minute(60) };
    const choose = (choosing: object) =>
      book.save(chooseFields(book.live()[0] as never, { values: {}, release: [], by: 'Ada', ...choosing }, how));
    const chosen = choose({ values: { company: 'Müller & Töchter' }, reason: 'Letterhead' });
    expect(chosen.entries.map(({ entry }) => [entry.type, entry.to, entry.why])).toContainEqual([
      'chosen',
      'Müller & Töchter',
      'Letterhead',
    ]);
    book.tell(telling('shopify:1', 90, { company: 'Else' }));
    expect(book.golden('C-1').company).toBe('Müller & Töchter');
    choose({ release: ['company'] });
    expect(book.golden('C-1').company).toBe('Mueller');
  });
});

it.each([
  [{ fields: { phone: { strategy: 'merge', systems: [] } } }, 'Only lists can be merged'],
  [{ fields: { consents: { strategy: 'most-recent', systems: [] } } }, 'Consents are merged'],
  [{ fields: { phone: { strategy: 'source-priority', systems: [] } } }, 'Name the systems'],
  [{ targets: [DEFAULT_RULES.targets[0], DEFAULT_RULES.targets[0]] }, 'stands here twice'],
])('refuses rules that cannot be followed: %o', (change, reason) => {
  const { error } = CustomerRules.safeParse({ ...DEFAULT_RULES, ...change });
  expect(error?.issues[0]?.message).toContain(reason);
});
