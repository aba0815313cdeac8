import type { JsonObject } from '@lockstep/schema/run';
import type { Encoding } from '../../kit/decoder.ts';
import type { Forgiving, Issue } from '../kit/issues.ts';
import type { RawSegment } from '../kit/segment.ts';
import type { Status } from '../kit/status.ts';
import type { EdifactSeparators } from './separators.ts';

export interface EdifactGroup {
  readonly type: string;
  readonly sender: string;
  readonly senderQualifier: string;
  readonly receiver: string;
  readonly receiverQualifier: string;
  readonly date: string;
  readonly time: string;
  readonly controlNumber: string;
  readonly agency: string;
  readonly version: string;
  readonly release: string;
  readonly association: string;
}

export interface EdifactInterchange {
  /** The same for a repetition of the same interchange, and for no other: sender, receiver and control number. */
  readonly key: string;
  /** Whether one with the same key stands before it in the same text. */
  readonly isRepeated: boolean;
  readonly controlNumber: string;
  /** Character set: UNOA, UNOC, …; ANA for TRADACOMS. */
  readonly syntax: string;
  readonly syntaxVersion: string;
  readonly sender: string;
  readonly senderQualifier: string;
  readonly senderInternal: string;
  readonly receiver: string;
  readonly receiverQualifier: string;
  readonly receiverInternal: string;
  readonly date: string;
  readonly time: string;
  readonly application: string;
  readonly priority: string;
  readonly acknowledgementRequested: boolean;
  readonly agreement: string;
  readonly isTest: boolean;
  readonly separators: EdifactSeparators;
  readonly hasUna: boolean;
  readonly groups: readonly EdifactGroup[];
}

export interface EdifactMessage {
  /** Place of its interchange, from 0. */
  readonly interchange: number;
  /** Place of its group, from 0; null where there are no groups. */
  readonly group: number | null;
  readonly type: string;
  /** Name of the type; `''` when it is not read to fields. */
  readonly name: string;
  /** Directory: D and 96A. */
  readonly version: string;
  readonly release: string;
  readonly agency: string;
  /** Subset: EAN008. */
  readonly association: string;
  readonly reference: string;
  readonly accessReference: string;
  readonly status: Status;
  /** Fields by name; null for a type that is not known. */
  readonly data: JsonObject | null;
  /** As they came, UNH and UNT left out. */
  readonly segments: readonly RawSegment[];
}

export interface EdifactRead {
  readonly interchanges: readonly EdifactInterchange[];
  readonly messages: readonly EdifactMessage[];
  readonly issues: readonly Issue[];
  readonly issueCount: number;
  readonly warningCount: number;
}

export interface EdifactReadOptions {
  /** What this partner is forgiven; nothing: strict. */
  readonly forgiving?: Forgiving;
  /** Encoding the text came in, to count bytes. */
  readonly encoding?: Encoding;
  /** The only message type that is taken, besides CONTRL; all when absent. */
  readonly type?: string;
}
