import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryBook, minute, telling } from './book.testing.ts';
import type { CustomerValues } from './fields.ts';
import type { Telling } from './record.ts';
import { DEFAULT_RULES } from './rules.ts';

const MAIL = 'jana@example.com';
const agreed = { purpose: 'profiling' as const, granted: true, at: minute(0) };

describe('what is written where', () => {
  it('goes to the systems that show something else, and a system that lacks the customer makes it', () => {
    const book = memoryBook();
    const { settled } = book.tell(telling('shopify:1', 1, { email: MAIL, firstName: 'Jana', consents: [agreed] }));
    expect(settled.writes).toEqual([
      { system: 'salesforce', values: { email: MAIL, firstName: 'Jana', consents: [agreed] } },
      { system: 'business-central', values: { email: MAIL, firstName: 'Jana' } },
    ]);
  });

  it('is not sent again while it is on its way, nor when it comes back as an event', () => {
    const book = memoryBook();
    book.tell(telling('shopify:1', 1, { email: MAIL, consents: [agreed] }));
    const again = book.tell(telling('shopify:1', 2, { email: MAIL, consents: [agreed] }));
    expect([again.settled.writes, again.settled.changed, again.entries]).toEqual([[], [], []]);
    const version = again.settled.record.version;
    const echo = book.tell(telling('business-central:x', 3, { email: MAIL }, 'C-1'));
    expect([echo.settled.writes, echo.settled.changed]).toEqual([[], []]);
    const second = book.tell(telling('business-central:x', 4, { email: MAIL }, 'C-1'));
    expect([second.settled.writes, second.entries, second.settled.record.version]).toEqual([[], [], version + 1]);
  });

  it('does not let an echo win over an edit that was under way', () => {
    const book = memoryBook();
    book.tell(telling('shopify:1', 0, { email: MAIL, phone: '+49300000000', consents: [agreed] }));
    book.tell(telling('business-central:x', 1, { email: MAIL, phone: '+49300000000' }, 'C-1'));
    // Edited in the ERP at 2, written to the shop at 5, which a person had edited at 4.
    book.tell(telling('business-central:x', 2, { phone: '+49301111111' }));
    book.tell(telling('shopify:1', 5, { phone: '+49301111111' }));
    const late = book.tell(telling('shopify:1', 4, { phone: '+49302222222' }));
    expect(late.settled.golden.phone).toBe('+49302222222');
    expect(late.settled.writes.map(({ system, values }) => [system, values])).toEqual([
      ['shopify', { phone: '+49302222222' }],
      ['salesforce', { phone: '+49302222222' }],
      ['business-central', { phone: '+49302222222' }],
    ]);
  });
});

describe('consent', () => {
  it('keeps a profile from a system whose purpose the person has not agreed to, and says so once', () => {
    const book = memoryBook();
    const first = book.tell(telling('shopify:1', 1, { email: MAIL, firstName: 'Jana' }));
    expect(first.settled.writes.map(({ system }) => system)).toEqual(['business-central']);
    expect(first.settled.blocked).toEqual([
      { system: 'salesforce', values: { email: MAIL, firstName: 'Jana' }, needs: 'profiling' },
    ]);
    expect(first.entries.map(({ entry }) => entry)).toContainEqual({
      type: 'blocked',
      system: 'salesforce',
      fields: ['email', 'firstName'],
      needs: 'profiling',
    });
    expect(book.tell(telling('shopify:1', 2, { firstName: 'Jana' })).settled.blocked).toEqual([]);
    const agrees = book.tell(telling('shopify:1', 3, { consents: [agreed] }));
    expect(agrees.settled.writes.map(({ system, values }) => [system, Object.keys(values)])).toEqual([
      ['salesforce', ['email', 'firstName', 'consents']],
    ]);
  });

  it('lets a withdrawal through, and nothing after it', () => {
    const book = memoryBook();
    book.tell(telling('shopify:1', 1, { email: MAIL, consents: [agreed] }));
    book.tell(telling('salesforce:a', 2, { email: MAIL, consents: [agreed] }, 'C-1'));
    const no = { ...agreed, granted: false, at: minute(3) };
    const withdrawn = book.tell(telling('shopify:1', 3, { firstName: 'Jana', consents: [no] }));
    expect(withdrawn.settled.writes.find(({ system }) => system === 'salesforce')).toEqual({
      system: 'salesforce',
      id: 'a',
      values: { consents: [no] },
    });
    expect(withdrawn.settled.blocked).toMatchObject([{ system: 'salesforce', id: 'a', values: { firstName: 'Jana' } }]);
  });
});

it('messages in any order, and twice, leave the same record', () => {
  const value = fc.record(
    {
      email: fc.constantFrom(MAIL, 'j@example.org', null),
      phone: fc.constantFrom('+49 30 1234567', '+49 30 7654321', null),
      lastName: fc.constantFrom('Müller', 'Muller'),
    },
    { requiredKeys: [] },
  );
  const told = fc.record({
    source: fc.constantFrom('shopify:1', 'salesforce:a'),
    at: fc.integer({ min: 1, max: 12 }),
    value,
  });
  const history = fc.uniqueArray(told, { maxLength: 12, selector: ({ source, at }) => `${source}@${at}` });
  // Nothing is written back here: what systems say is given, and only its order differs.
  const rules = { ...DEFAULT_RULES, targets: [] };
  const outcome = (tellings: readonly Telling[]) => {
    const book = memoryBook(rules);
    book.tell(telling('shopify:1', 0, { email: MAIL }));
    book.tell(telling('salesforce:a', 0, { email: MAIL }));
    for (const each of tellings) book.tell(each);
    return book.live().map(({ id, sources }) => [id, sources, book.golden(id)]);
  };
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat()), (events, draws) => {
      const tellings = events.map(({ source, at, value: values }) => telling(source, at, values));
      const shuffled = [...tellings, ...tellings]
        .map((each) => ({ each, rank: draws.next().value as number }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ each }) => each);
      expect(outcome(shuffled)).toEqual(outcome(tellings));
    }),
  );
});

describe('three systems, edited at once (R20)', () => {
  const FIELDS = ['email', 'phone', 'lastName'] as const;
  const VALUES = {
    email: [MAIL, 'new@example.org'],
    phone: ['+49301111111', '+49302222222', '+49303333333'],
    lastName: ['Müller', 'Miller'],
  };
  const edit = fc.record({
    system: fc.constantFrom('shopify', 'salesforce', 'business-central'),
    field: fc.constantFrom(...FIELDS),
    pick: fc.nat(2),
  });

  /** Systems that people edit and we write to; every change comes back as an event, late, twice, out of order. */
  function world(draw: (n: number) => number) {
    const book = memoryBook();
    const shown = new Map<string, { id: string; values: CustomerValues }>();
    const wire: Telling[] = [];
    let clock = 0;
    const report = (system: string) => {
      const record = shown.get(system);
      if (!record) return;
      const event = telling(`${system}:${record.id}`, ++clock, record.values, system === 'shopify' ? undefined : 'C-1');
      wire.push(event, ...(draw(3) === 0 ? [event] : []));
    };
    const set = (system: string, values: CustomerValues) => {
      const known = shown.get(system) ?? { id: `${system}-1`, values: {} };
      shown.set(system, { ...known, values: { ...known.values, ...values } });
      report(system);
    };
    const arrive = () => {
      const [event] = wire.splice(draw(wire.length), 1);
      if (!event) return;
      const { settled } = book.tell(event);
      for (const { system, values } of settled.writes) set(system, values);
    };
    return { book, shown, wire, set, arrive, report };
  }

  interface Edit {
    readonly system: string;
    readonly field: (typeof FIELDS)[number];
    readonly pick: number;
  }

  /** Edits come while changes are on their way; then all arrive. */
  function play(edits: readonly Edit[], draw: (n: number) => number, pickValue: (edit: Edit, nr: number) => string) {
    const { book, shown, wire, set, arrive } = world(draw);
    set('shopify', { email: MAIL, phone: '+49300000000', lastName: 'Byron', consents: [agreed] });
    while (wire.length > 0) arrive();
    const last: CustomerValues = { email: MAIL, phone: '+49300000000', lastName: 'Byron' };
    for (const [nr, edit] of edits.entries()) {
      const { system, field } = edit;
      const value = pickValue(edit, nr);
      // Saved without a change is no edit.
      if (shown.get(system)?.values[field] !== value) {
        last[field] = value;
        set(system, { [field]: value });
      }
      for (let n = draw(3); n > 0; n--) arrive();
    }
    for (let steps = 0; wire.length > 0 && steps < 500; steps++) arrive();
    expect(wire).toEqual([]);
    expect(book.live().map(({ id, sources }) => [id, sources.length])).toEqual([['C-1', 3]]);
    const all = [...shown.values()].map(({ values: { email, phone, lastName } }) => ({ email, phone, lastName }));
    const { email, phone, lastName } = book.golden('C-1');
    return { all, golden: { email, phone, lastName }, last };
  }

  const property = (check: (edits: readonly Edit[], draw: (n: number) => number) => void) =>
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (edits, draws) =>
        check(edits, (n) => (n === 0 ? 0 : (draws.next().value as number) % n)),
      ),
      { numRuns: 200 },
    );

  it('converge to the last edit of each field, in all three, and fall silent', () => {
    property((edits, draw) => {
      const fresh = { email: (nr: number) => `${nr}@example.org`, phone: (nr: number) => `+4930111${1000 + nr}` };
      const { all, golden, last } = play(edits, draw, ({ field }, nr) =>
        field === 'lastName' ? `Name ${nr}` : fresh[field](nr),
      );
      expect([golden, ...all]).toEqual([last, last, last, last]);
    });
  });

  it('converge also when people type values that are just on their way, and go back to old ones', () => {
    property((edits, draw) => {
      const pickValue = ({ field, pick }: Edit) => VALUES[field][pick % VALUES[field].length] as string;
      const { all, golden } = play(edits, draw, pickValue);
      expect(all).toEqual([golden, golden, golden]);
    });
  });
});
