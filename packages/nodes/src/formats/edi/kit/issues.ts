import type { Encoding } from '../../kit/decoder.ts';
import { byteLength } from '../../kit/encodings.ts';
import type { Segment } from './segment.ts';

/** What a partner can be forgiven. */
export const FORGIVABLE = ['layout', 'trailers', 'counts', 'controlNumbers', 'structure', 'values'] as const;
export type Forgivable = (typeof FORGIVABLE)[number];

/** What is forgiven; nothing: strict. */
export type Forgiving = Readonly<Partial<Record<Forgivable, boolean>>>;

/** What a fault is about, from the whole interchange to one value. */
export type Level = 'interchange' | 'group' | 'transaction' | 'segment' | 'element';

/** A fault as it is found. */
export interface Fault {
  readonly code: string;
  readonly kind: Forgivable | 'never';
  readonly level: Level;
  /** Code the acknowledgement names it by; of the list that belongs to the level. */
  readonly ack: string;
  readonly message: string;
  readonly segment?: Segment;
  /** Place of the element in its segment, from 1, and of the component in the element. */
  readonly element?: number;
  readonly component?: number;
  readonly value?: string;
}

/** Where a fault lies. */
export interface Place {
  readonly interchange: number;
  readonly group?: number;
  readonly transaction?: number;
  /** Place of the segment in its transaction, from 1, as acknowledgements count. */
  readonly position?: number;
}

export interface Issue extends Fault, Place {
  /** Byte the segment begins at. */
  readonly offset: number;
  readonly isForgiven: boolean;
}

export interface IssueBook {
  readonly issues: readonly Issue[];
  readonly issueCount: number;
  readonly warningCount: number;
  tell(fault: Fault, place: Place): void;
}

/** Issues kept in full. Of the rest those of segments and elements are only counted where their transaction has one already. */
const MAX_KEPT = 1000;
const SHOWN = 200;

/** Collects faults, and says of each whether this partner is forgiven it. Places must come in their order in the text. */
export function issueBook(text: string, forgiving: Forgiving, encoding: Encoding = 'utf-8'): IssueBook {
  const issues: Issue[] = [];
  const counts = { issue: 0, warning: 0 };
  const judged = new Set<string>();
  let [known, bytes] = [0, 0];
  const offsetOf = (at: number): number => {
    bytes += at < known ? -byteLength(text.slice(at, known), encoding) : byteLength(text.slice(known, at), encoding);
    known = at;
    return bytes;
  };
  return {
    issues,
    get issueCount() {
      return counts.issue;
    },
    get warningCount() {
      return counts.warning;
    },
    tell(fault, place) {
      const isForgiven = fault.kind !== 'never' && forgiving[fault.kind] === true;
      counts[isForgiven ? 'warning' : 'issue'] += 1;
      const verdict = `${isForgiven} ${place.interchange} ${place.group} ${place.transaction}`;
      const isInside = fault.level === 'segment' || fault.level === 'element';
      if (isInside && issues.length >= MAX_KEPT && judged.has(verdict)) return;
      judged.add(verdict);
      issues.push({ ...fault, ...place, isForgiven, offset: offsetOf(fault.segment?.at ?? text.length) });
    },
  };
}

/** An issue as people and acknowledgements get it. */
export interface ToldIssue {
  readonly code: string;
  readonly message: string;
  readonly interchange: number;
  /** Control number of the message it is in. */
  readonly controlNumber?: string;
  readonly segmentNumber?: number;
  readonly element?: number;
  readonly component?: number;
  readonly offset: number;
  readonly segment?: string;
}

/** What is told of an issue: where, in words and numbers, with the text of its segment. */
export function toldIssue(issue: Issue, text: string, controlNumber?: string): ToldIssue {
  const { code, interchange, element, component, offset, segment } = issue;
  return {
    code,
    message: `${whereOf(issue)}${issue.message}`,
    interchange,
    ...(controlNumber !== undefined && { controlNumber }),
    ...(segment && { segmentNumber: segment.number }),
    ...(element !== undefined && { element }),
    ...(component !== undefined && { component }),
    offset,
    ...(segment && { segment: shown(text.slice(segment.at, segment.end)) }),
  };
}

function whereOf({ segment, element, component, offset }: Issue): string {
  if (!segment) return '';
  const part = component === undefined ? '' : `-${component}`;
  const value = element === undefined ? '' : `${String(element).padStart(2, '0')}${part}`;
  return `Segment ${segment.number} (${segment.id}${value}, byte ${offset}): `;
}

function shown(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
