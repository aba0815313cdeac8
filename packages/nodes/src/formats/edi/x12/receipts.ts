import type { Issue } from '../kit/issues.ts';
import type { Status } from '../kit/status.ts';
import type { X12Interchange, X12Read, X12Transaction } from './document.ts';

/** What an acknowledgement says of one element. */
export interface ElementReceipt {
  readonly element: number;
  readonly component?: number;
  /** Of list 723. */
  readonly code: string;
  readonly value?: string;
}

export interface SegmentReceipt {
  readonly segment: string;
  /** Place in its transaction set, from 1. */
  readonly position: number;
  /** Of list 720; absent when only elements are at fault. */
  readonly code?: string;
  readonly elements: readonly ElementReceipt[];
}

export interface TransactionReceipt {
  readonly set: string;
  readonly controlNumber: string;
  readonly implementation?: string;
  readonly status: Status;
  /** Of list 718. */
  readonly codes: readonly string[];
  readonly segments: readonly SegmentReceipt[];
}

export interface GroupReceipt {
  readonly functionalId: string;
  readonly controlNumber: string;
  readonly version: string;
  readonly sender: string;
  readonly receiver: string;
  readonly status: Status | 'partly-accepted';
  /** Of list 716. */
  readonly codes: readonly string[];
  /** Transaction sets its trailer states. */
  readonly stated: number;
  readonly transactions: readonly TransactionReceipt[];
}

/** What came in and what became of it, as plain data: all that an acknowledgement needs. */
export interface X12Receipt {
  readonly controlNumber: string;
  readonly senderQualifier: string;
  readonly sender: string;
  readonly receiverQualifier: string;
  readonly receiver: string;
  readonly date: string;
  readonly time: string;
  readonly version: string;
  readonly usage: string;
  readonly acknowledgementRequested: boolean;
  readonly status: Status;
  /** Of list I18: `000` when there is no error. */
  readonly code: string;
  readonly groups: readonly GroupReceipt[];
}

/** Segments of one transaction an acknowledgement names at most; further faults only count. */
const MAX_SEGMENTS = 100;

export function receiptsOf({ interchanges, transactions, groupEnds, issues }: X12Read): readonly X12Receipt[] {
  const byTransaction = Map.groupBy(issues, ({ transaction }) => transaction);
  const own = Map.groupBy(issues, ({ interchange, group, level }) =>
    level === 'group' ? `${interchange}/${group}` : level === 'interchange' ? `${interchange}` : '',
  );
  const members = Map.groupBy(
    transactions.map((transaction, index) => ({ transaction, index })),
    ({ transaction: { interchange, group } }) => `${interchange}/${group}`,
  );
  return interchanges.map((interchange, index) => {
    const faults = own.get(`${index}`) ?? [];
    const groups = interchange.groups.map((group, at): GroupReceipt => {
      const key = `${index}/${at}`;
      const inGroup = own.get(key) ?? [];
      const receipts = (members.get(key) ?? []).map(({ transaction, index: place }) =>
        transactionReceipt(transaction, byTransaction.get(place) ?? []),
      );
      const { functionalId, controlNumber, version, sender, receiver } = group;
      return {
        functionalId,
        controlNumber,
        version,
        sender,
        receiver,
        status: groupStatus(receipts, inGroup),
        codes: codesOf(inGroup),
        stated: groupEnds.get(key)?.stated ?? receipts.length,
        transactions: receipts,
      };
    });
    return { ...headOf(interchange), ...verdictOf(faults), groups };
  });
}

function headOf(interchange: X12Interchange) {
  const { controlNumber, senderQualifier, sender, receiverQualifier, receiver } = interchange;
  const { date, time, version, usage, acknowledgementRequested } = interchange;
  return {
    controlNumber,
    senderQualifier,
    sender,
    receiverQualifier,
    receiver,
    date,
    time,
    version,
    usage,
    acknowledgementRequested,
  };
}

function verdictOf(faults: readonly Issue[]): { readonly status: Status; readonly code: string } {
  const grave = faults.find(({ isForgiven }) => !isForgiven);
  if (grave) return { status: 'rejected', code: grave.ack };
  const [first] = faults;
  return first ? { status: 'accepted-with-errors', code: first.ack } : { status: 'accepted', code: '000' };
}

function groupStatus(receipts: readonly TransactionReceipt[], faults: readonly Issue[]): GroupReceipt['status'] {
  const rejected = receipts.filter(({ status }) => status === 'rejected').length;
  if (faults.some(({ isForgiven }) => !isForgiven) || (rejected > 0 && rejected === receipts.length)) return 'rejected';
  if (rejected > 0) return 'partly-accepted';
  return faults.length > 0 || receipts.some(({ status }) => status !== 'accepted')
    ? 'accepted-with-errors'
    : 'accepted';
}

function transactionReceipt(transaction: X12Transaction, issues: readonly Issue[]): TransactionReceipt {
  const { set, controlNumber, implementation, status } = transaction;
  const inside = issues.filter(({ level }) => level === 'segment' || level === 'element');
  const codes = codesOf(issues.filter(({ level }) => level === 'transaction'));
  return {
    set,
    controlNumber,
    ...(implementation !== undefined && { implementation }),
    status,
    codes: inside.length > 0 ? [...codes, '5'].slice(0, 5) : codes,
    segments: segmentsOf(inside),
  };
}

function segmentsOf(issues: readonly Issue[]): readonly SegmentReceipt[] {
  const segments = new Map<string, { segment: string; position: number; code?: string; elements: ElementReceipt[] }>();
  for (const { level, ack, segment, position = 0, element, component, value } of issues) {
    // One AK3 tells one code, so each code of a segment has its own; those of its elements hang below one with code 8.
    const code = level === 'segment' ? ack : '8';
    const key = `${position} ${code}`;
    if (!segments.has(key) && segments.size >= MAX_SEGMENTS) continue;
    const found = segments.get(key) ?? { segment: segment?.id ?? '', position, code, elements: [] };
    segments.set(key, found);
    if (level !== 'element' || element === undefined || found.elements.length >= 99) continue;
    found.elements.push({
      element,
      ...(component !== undefined && { component }),
      code: ack,
      ...(value !== undefined && { value: value.slice(0, 99) }),
    });
  }
  return [...segments.values()];
}

function codesOf(issues: readonly Issue[]): readonly string[] {
  return [...new Set(issues.map(({ ack }) => ack))].slice(0, 5);
}
