import type { JsonObject } from '@lockstep/schema/run';
import type { Issue } from '../kit/issues.ts';
import type { RawSegment } from '../kit/segment.ts';
import type { Status } from '../kit/status.ts';
import type { X12Separators } from './separators.ts';

export interface X12Group {
  readonly functionalId: string;
  readonly sender: string;
  readonly receiver: string;
  readonly date: string;
  readonly time: string;
  readonly controlNumber: string;
  readonly agency: string;
  readonly version: string;
}

export interface X12Interchange {
  /** The same for a repetition of the same interchange, and for no other: sender, receiver and control number. */
  readonly key: string;
  /** Whether one with the same key stands before it in the same text. */
  readonly isRepeated: boolean;
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
  readonly authorizationQualifier: string;
  readonly authorization: string;
  readonly securityQualifier: string;
  readonly security: string;
  readonly separators: X12Separators;
  readonly groups: readonly X12Group[];
}

export interface X12Transaction {
  /** Place of its interchange and group, from 0. */
  readonly interchange: number;
  readonly group: number;
  readonly set: string;
  /** Name of the set; `''` when it is not read to fields. */
  readonly name: string;
  readonly controlNumber: string;
  /** Implementation convention (ST03), from 5010 on. */
  readonly implementation?: string;
  readonly status: Status;
  /** Fields by name; null for a set that is not known. */
  readonly data: JsonObject | null;
  /** As they came, ST and SE left out. */
  readonly segments: readonly RawSegment[];
}

/** A group as it was read, with what its trailer says. */
export interface GroupEnd {
  /** Transaction sets it states it has; undefined without a trailer. */
  readonly stated?: number;
}

export interface X12Read {
  readonly interchanges: readonly X12Interchange[];
  readonly transactions: readonly X12Transaction[];
  /** TA1 segments: what the other side says of interchanges of ours. */
  readonly technical: readonly { readonly interchange: number; readonly data: JsonObject }[];
  readonly groupEnds: ReadonlyMap<string, GroupEnd>;
  readonly issues: readonly Issue[];
  readonly issueCount: number;
  readonly warningCount: number;
}
