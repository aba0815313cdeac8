import type { Issue } from '../kit/issues.ts';
import type { Status } from '../kit/status.ts';
import type { EdifactInterchange, EdifactMessage, EdifactRead } from './document.ts';

/** What CONTRL says of one element. Codes are of list 0085. */
export interface ElementReceipt {
  readonly element: number;
  readonly component?: number;
  readonly code: string;
}

export interface SegmentReceipt {
  /** Place in its message, from 1. */
  readonly position: number;
  readonly code?: string;
  readonly elements: readonly ElementReceipt[];
}

export interface MessageReceipt {
  readonly type: string;
  readonly version: string;
  readonly release: string;
  readonly agency: string;
  readonly association: string;
  readonly reference: string;
  /** Control number of its group; `''` where there are none. */
  readonly group: string;
  readonly status: Status;
  /** The first fault of the message itself. */
  readonly code?: string;
  readonly segments: readonly SegmentReceipt[];
}

export interface GroupReceipt {
  readonly controlNumber: string;
  readonly sender: string;
  readonly senderQualifier: string;
  readonly receiver: string;
  readonly receiverQualifier: string;
  readonly status: Status;
  readonly code?: string;
}

/** What came in and what became of it, as plain data: all that an acknowledgement needs. */
export interface EdifactReceipt {
  readonly controlNumber: string;
  readonly syntax: string;
  readonly syntaxVersion: string;
  readonly sender: string;
  readonly senderQualifier: string;
  readonly receiver: string;
  readonly receiverQualifier: string;
  readonly acknowledgementRequested: boolean;
  readonly isTest: boolean;
  readonly status: Status;
  readonly code?: string;
  readonly groups: readonly GroupReceipt[];
  readonly messages: readonly MessageReceipt[];
}

/** Segments of one message CONTRL names at most; further faults only count. */
const MAX_SEGMENTS = 100;

export function receiptsOf({ interchanges, messages, issues }: EdifactRead): readonly EdifactReceipt[] {
  const envelopes = Map.groupBy(issues, ({ interchange, group, level }) =>
    level === 'group' ? `${interchange}/${group}` : level === 'interchange' ? `${interchange}` : '',
  );
  const byMessage = Map.groupBy(issues, ({ transaction }) => transaction);
  const members = Map.groupBy(
    messages.map((message, index) => ({ message, index })),
    ({ message }) => message.interchange,
  );
  return interchanges.map((interchange, index) => {
    const own = envelopes.get(`${index}`) ?? [];
    const groups = interchange.groups.map((group, at): GroupReceipt => {
      const { controlNumber, sender, senderQualifier, receiver, receiverQualifier } = group;
      const inGroup = envelopes.get(`${index}/${at}`) ?? [];
      return { controlNumber, sender, senderQualifier, receiver, receiverQualifier, ...verdictOf(inGroup) };
    });
    const receipts = (members.get(index) ?? []).map(({ message, index: place }) =>
      messageReceipt(message, interchange, byMessage.get(place) ?? []),
    );
    const { controlNumber, syntax, syntaxVersion, sender, senderQualifier, receiver, receiverQualifier } = interchange;
    const { acknowledgementRequested, isTest } = interchange;
    return {
      ...{ controlNumber, syntax, syntaxVersion, sender, senderQualifier, receiver, receiverQualifier },
      ...{ acknowledgementRequested, isTest, ...verdictOf(own), groups, messages: receipts },
    };
  });
}

function verdictOf(faults: readonly Issue[]): { readonly status: Status; readonly code?: string } {
  const grave = faults.find(({ isForgiven }) => !isForgiven);
  if (grave) return { status: 'rejected', code: grave.ack };
  return faults.length > 0 ? { status: 'accepted-with-errors' } : { status: 'accepted' };
}

function messageReceipt(
  message: EdifactMessage,
  { groups }: EdifactInterchange,
  issues: readonly Issue[],
): MessageReceipt {
  const { type, version, release, agency, association, reference, status } = message;
  // What was forgiven is not told: CONTRL accepts or rejects, and has no word between.
  const told = issues.filter(({ isForgiven }) => !isForgiven);
  const code = told.find(({ level }) => level === 'transaction')?.ack;
  const group = message.group === null ? '' : (groups[message.group]?.controlNumber ?? '');
  return {
    ...{ type, version, release, agency, association, reference, group, status },
    ...(code !== undefined && { code }),
    segments: segmentsOf(told.filter(({ level }) => level === 'segment' || level === 'element')),
  };
}

function segmentsOf(issues: readonly Issue[]): readonly SegmentReceipt[] {
  const segments = new Map<number, { position: number; code?: string; elements: ElementReceipt[] }>();
  for (const { level, ack, position = 0, element, component } of issues) {
    if (!segments.has(position) && segments.size >= MAX_SEGMENTS) continue;
    const found = segments.get(position) ?? { position, elements: [] };
    segments.set(position, found);
    if (level === 'segment') found.code ??= ack;
    else if (element !== undefined && found.elements.length < 99) {
      // CONTRL counts the tag of a segment as its first element.
      found.elements.push({ element: element + 1, ...(component !== undefined && { component }), code: ack });
    }
  }
  return [...segments.values()];
}
