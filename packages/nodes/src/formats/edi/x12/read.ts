import type { JsonObject } from '@lockstep/schema/run';
import type { Encoding } from '../../kit/decoder.ts';
import { fault } from '../kit/fault.ts';
import { type Fault, type Forgiving, issueBook, type Place } from '../kit/issues.ts';
import { type Segment, textOf } from '../kit/segment.ts';
import { statusesOf } from '../kit/status.ts';
import type { GroupEnd, X12Group, X12Interchange, X12Read, X12Transaction } from './document.ts';
import { groupOf, interchangeOf, technicalOf } from './envelope.ts';
import { readTransaction } from './read-transaction.ts';
import { x12Tokens } from './segment-reader.ts';
import type { IsaHead, X12Separators } from './separators.ts';

export interface X12ReadOptions {
  /** What this partner is forgiven; nothing: strict. */
  readonly forgiving?: Forgiving;
  /** Encoding the text came in, to count bytes. */
  readonly encoding?: Encoding;
  /** The only transaction set that is taken, besides acknowledgements; all when absent. */
  readonly set?: string;
}

interface OpenInterchange {
  readonly index: number;
  readonly controlNumber: string;
  readonly separators: X12Separators;
  readonly groups: X12Group[];
}
interface OpenGroup {
  readonly index: number;
  readonly controlNumber: string;
  readonly known: Set<string>;
  count: number;
}
interface OpenTransaction {
  readonly index: number;
  readonly head: Segment;
  readonly body: Segment[];
}

/**
 * Reads X12: interchanges, groups and transactions, those of known sets to fields. A fault spoils what it lies in and nothing
 * else; where the partner is forgiven it, it is a warning.
 */
export function readX12(text: string, { forgiving = {}, encoding = 'utf-8', set }: X12ReadOptions = {}): X12Read {
  const book = issueBook(text, forgiving, encoding);
  const interchanges: X12Interchange[] = [];
  const transactions: Omit<X12Transaction, 'status'>[] = [];
  const technical: { interchange: number; data: JsonObject }[] = [];
  const groupEnds = new Map<string, GroupEnd>();
  const keys = new Set<string>();
  let interchange: OpenInterchange | undefined;
  let group: OpenGroup | undefined;
  let transaction: OpenTransaction | undefined;

  const place = (): Place => ({
    interchange: interchange?.index ?? interchanges.length,
    ...(group && { group: group.index }),
    ...(transaction && { transaction: transaction.index }),
  });
  const tell = (fault: Fault) => book.tell(fault, place());

  function openInterchange(head: IsaHead, segment: Segment): void {
    closeInterchange(segment);
    const groups: X12Group[] = [];
    const made = interchangeOf(head, groups);
    interchange = {
      index: interchanges.length,
      controlNumber: made.controlNumber,
      separators: made.separators,
      groups,
    };
    interchanges.push({ ...made, isRepeated: keys.has(made.key) });
    if (!head.isExact) {
      tell(fault('isa-layout', 'layout', 'interchange', '024', 'ISA does not have its fixed widths.', segment));
    }
    if (keys.has(made.key)) {
      const message = `The control number ${made.controlNumber} was used before in the same text.`;
      tell(fault('interchange-repeated', 'controlNumbers', 'interchange', '025', message, segment));
    }
    keys.add(made.key);
  }

  function closeInterchange(segment: Segment | undefined): void {
    if (!interchange) return;
    closeGroup(segment);
    tell(fault('iea-missing', 'trailers', 'interchange', '023', 'The interchange has no IEA.', segment));
    interchange = undefined;
  }

  function openGroup(segment: Segment, inside: OpenInterchange): void {
    closeGroup(segment);
    const made = groupOf(segment);
    group = { index: inside.groups.length, controlNumber: made.controlNumber, known: new Set(), count: 0 };
    inside.groups.push(made);
  }

  function closeGroup(segment: Segment | undefined): void {
    if (!group) return;
    closeTransaction(segment);
    tell(fault('ge-missing', 'trailers', 'group', '3', 'The group has no GE.', segment));
    endGroup(undefined);
  }

  function endGroup(stated: number | undefined): void {
    if (interchange && group)
      groupEnds.set(`${interchange.index}/${group.index}`, stated === undefined ? {} : { stated });
    group = undefined;
  }

  function openTransaction(segment: Segment, inside: OpenGroup): void {
    closeTransaction(segment);
    transaction = { index: transactions.length, head: segment, body: [] };
    inside.count += 1;
    const controlNumber = textOf(segment.raw[2]);
    if (inside.known.has(controlNumber)) {
      const message = `The control number ${controlNumber} was used before in the same inside.`;
      tell(fault('st-repeated', 'controlNumbers', 'transaction', '23', message, segment));
    }
    inside.known.add(controlNumber);
  }

  function closeTransaction(segment: Segment | undefined): void {
    if (!transaction) return;
    const last = segment ?? transaction.body.at(-1) ?? transaction.head;
    keepTransaction(last);
    tell(fault('se-missing', 'trailers', 'transaction', '2', 'The transaction set has no SE.', last));
    transaction = undefined;
  }

  function keepTransaction(end: Segment): void {
    if (!interchange || !group || !transaction) return;
    const { head, body } = transaction;
    const at = place();
    const made = readTransaction(head, body, end, {
      expected: set,
      separators: interchange.separators,
      tell: (found, position) => book.tell(found, { ...at, position }),
    });
    transactions.push({ interchange: interchange.index, group: group.index, ...made });
  }

  function endTransaction(segment: Segment, open: OpenTransaction): void {
    keepTransaction(segment);
    const [stated, number] = [textOf(segment.raw[1]), textOf(segment.raw[2])];
    const count = open.body.length + 2;
    if (Number(stated) !== count) {
      const message = `SE states ${stated || 'no'} segments, but there are ${count}.`;
      tell(fault('se-count', 'counts', 'transaction', '4', message, segment));
    }
    const own = textOf(open.head.raw[2]);
    if (number !== own) {
      const message = `SE has the control number ${number || '(none)'}, but ST has ${own || '(none)'}.`;
      tell(fault('se-control-number', 'controlNumbers', 'transaction', '3', message, segment));
    }
    transaction = undefined;
  }

  function endGroupWith(segment: Segment, open: OpenGroup): void {
    closeTransaction(segment);
    const [stated, number] = [textOf(segment.raw[1]), textOf(segment.raw[2])];
    if (Number(stated) !== open.count) {
      const message = `GE states ${stated || 'no'} transaction sets, but there are ${open.count}.`;
      tell(fault('ge-count', 'counts', 'group', '5', message, segment));
    }
    if (number !== open.controlNumber) {
      const message = `GE has the control number ${number || '(none)'}, but GS has ${open.controlNumber || '(none)'}.`;
      tell(fault('ge-control-number', 'controlNumbers', 'group', '4', message, segment));
    }
    endGroup(/^\d{1,6}$/.test(stated) ? Number(stated) : undefined);
  }

  function endInterchangeWith(segment: Segment, open: OpenInterchange): void {
    closeGroup(segment);
    const [stated, number] = [textOf(segment.raw[1]), textOf(segment.raw[2])];
    if (Number(stated) !== open.groups.length) {
      const message = `IEA states ${stated || 'no'} groups, but there are ${open.groups.length}.`;
      tell(fault('iea-count', 'counts', 'interchange', '021', message, segment));
    }
    if (number !== open.controlNumber) {
      const message = `IEA has the control number ${number || '(none)'}, but ISA has ${open.controlNumber || '(none)'}.`;
      tell(fault('iea-control-number', 'controlNumbers', 'interchange', '001', message, segment));
    }
    interchange = undefined;
  }

  function outside(segment: Segment): void {
    const message = `${segment.id || 'Text'} stands outside of ${interchange ? 'a transaction set' : 'an interchange'}.`;
    tell(fault('segment-outside', 'structure', 'interchange', '022', message, segment));
  }

  function take(segment: Segment, isLoose: boolean): void {
    if (isLoose && !looseTold.has(interchange?.index)) {
      looseTold.add(interchange?.index);
      tell(fault('blanks', 'layout', 'interchange', '022', 'There are blanks between segments.', segment));
    }
    const { id } = segment;
    if (id === 'GS' && interchange) openGroup(segment, interchange);
    else if (id === 'ST' && group) openTransaction(segment, group);
    else if (id === 'SE' && transaction) endTransaction(segment, transaction);
    else if (id === 'GE' && group) endGroupWith(segment, group);
    else if (id === 'IEA' && interchange) endInterchangeWith(segment, interchange);
    else if (transaction) transaction.body.push(segment);
    else if (id === 'TA1') technical.push({ interchange: interchange?.index ?? 0, data: technicalOf(segment) });
    else outside(segment);
  }

  const looseTold = new Set<number | undefined>();
  let last: Segment | undefined;
  for (const token of x12Tokens(text)) {
    last = token.segment;
    switch (token.type) {
      case 'isa':
        openInterchange(token.head, token.segment);
        break;
      case 'isa-broken':
        closeInterchange(token.segment);
        tell(
          fault(
            'isa-broken',
            'never',
            'interchange',
            '024',
            'ISA cannot be read: its separators cannot be told.',
            token.segment,
          ),
        );
        break;
      case 'outside':
        outside(token.segment);
        break;
      case 'segment':
        take(token.segment, token.isLoose);
        if (token.isCut) {
          const message = `The last segment does not end with ${JSON.stringify(interchanges.at(-1)?.separators.segment ?? '')}.`;
          book.tell(fault('end-cut', 'trailers', 'interchange', '023', message, token.segment), {
            interchange: interchanges.length - 1,
          });
        }
        break;
      default:
        token satisfies never;
    }
  }
  closeInterchange(last);
  if (interchanges.length === 0 && book.issueCount + book.warningCount === 0) {
    tell({
      code: 'nothing',
      kind: 'never',
      level: 'interchange',
      ack: '024',
      message: 'There is no interchange: no ISA.',
    });
  }
  const statuses = statusesOf(book.issues, transactions);
  return {
    interchanges,
    transactions: transactions.map((each, index) => ({ ...each, status: statuses[index] ?? 'accepted' })),
    technical,
    groupEnds,
    issues: book.issues,
    issueCount: book.issueCount,
    warningCount: book.warningCount,
  };
}
