import type { Json, JsonObject } from '@lockstep/schema/run';
import { dataToSegments, type WriteIssue } from '../kit/from-data.ts';
import { anyOf, mapText, plainText, type SeparatorsInText } from '../kit/plain-text.ts';
import { isObject, isRawSegment } from '../kit/raw-segment.ts';
import { joined } from '../kit/read-elements.ts';
import { type RawSegment, trimmed } from '../kit/segment.ts';
import { x12Dictionary, x12Sets } from './dictionary/sets.ts';
import { flattenLevels } from './hierarchy.ts';
import type { X12Separators } from './separators.ts';
import { type EnvelopeWriting, type GroupHead, groupHeadOf, isaOf } from './write-envelope.ts';

/** What is to be written, as reading gives it; of an interchange only what the options do not say. */
export interface X12ToWrite {
  readonly interchanges: readonly JsonObject[];
  readonly transactions: readonly JsonObject[];
  /** TA1 segments by fields, each with its interchange. */
  readonly technical?: readonly JsonObject[];
}

export interface X12WriteOptions extends EnvelopeWriting {
  readonly separators: X12Separators;
  /** Behind each segment, for people. */
  readonly newline: '' | '\n' | '\r\n';
  /** Values that are not of their type or length are written as they are. */
  readonly isLenient: boolean;
  readonly separatorsInText: SeparatorsInText;
}

export type WrittenX12 =
  | { readonly ok: true; readonly text: string; readonly controlNumbers: readonly string[] }
  | { readonly ok: false; readonly issues: readonly WriteIssue[] };

/** Issues told at most. */
const MAX_ISSUES = 50;

/** Writes interchanges: envelopes with their counts and control numbers, and between ST and SE the fields, or else the raw segments. */
export function writeX12(given: X12ToWrite, options: X12WriteOptions): WrittenX12 {
  const issues: WriteIssue[] = [];
  const tell = (path: string, message: string) => issues.push({ path, message });
  const parts: string[] = [];
  const controlNumbers: string[] = [];
  const count = Math.max(1, given.interchanges.length);
  for (let index = 0; index < count; index += 1) {
    const head = given.interchanges[index] ?? {};
    const isa = isaOf(head, options, `/interchanges/${index}`, tell);
    const separators = options.separators;
    const put = segmentWriter(separators, options, isa.version, parts, tell);
    parts.push(isa.text(separators) + separators.segment + options.newline);
    const own = given.transactions
      .map((transaction, at) => ({ transaction, path: `/transactions/${at}` }))
      .filter(({ transaction }) => placeOf(transaction.interchange) === index);
    for (const [at, { interchange, data }] of (given.technical ?? []).entries()) {
      if (placeOf(interchange) === index && isObject(data)) putTechnical(data, `/technical/${at}`, put, options, tell);
    }
    const groups = groupsOf(own, head);
    for (const [at, group] of groups.entries()) {
      const groupHead = groupHeadOf(
        group.head,
        group.functionalId,
        isa,
        at,
        options,
        `/interchanges/${index}/groups/${at}`,
        tell,
      );
      putGroup(groupHead, group.members, put, options, tell);
    }
    put(['IEA', String(groups.length), isa.controlNumber], '');
    controlNumbers.push(isa.controlNumber);
  }
  if (issues.length > 0) return { ok: false, issues: issues.slice(0, MAX_ISSUES) };
  return { ok: true, text: parts.join(''), controlNumbers };
}

type Put = (segment: RawSegment, path: string) => void;
type Tell = (path: string, message: string) => void;

interface Member {
  readonly transaction: JsonObject;
  readonly path: string;
}

interface GroupToWrite {
  readonly head: JsonObject;
  readonly functionalId: string;
  readonly members: Member[];
}

/** Transactions by the group they name; by their functional identifier where they name none. */
function groupsOf(members: readonly Member[], interchange: JsonObject): readonly GroupToWrite[] {
  const heads = Array.isArray(interchange.groups) ? interchange.groups : [];
  const groups = new Map<string, GroupToWrite>();
  for (const [at, head] of heads.entries()) {
    if (isObject(head)) groups.set(String(at), { head, functionalId: String(head.functionalId ?? ''), members: [] });
  }
  for (const member of members) {
    const { group, set } = member.transaction;
    const functionalId = x12Sets.get(String(set))?.functionalId ?? '';
    const key = typeof group === 'number' ? String(group) : `set ${functionalId}`;
    const found = groups.get(key) ?? { head: {}, functionalId, members: [] };
    found.members.push(member);
    groups.set(key, found);
  }
  return [...groups.values()];
}

function putGroup(head: GroupHead, members: readonly Member[], put: Put, options: X12WriteOptions, tell: Tell): void {
  put(head.segment, head.path);
  const used = new Set<string>();
  for (const [at, { transaction, path }] of members.entries()) {
    const set = String(transaction.set ?? '');
    const controlNumber = String(transaction.controlNumber ?? '') || String(at + 1).padStart(4, '0');
    if (!/^\d{3}$/.test(set)) tell(`${path}/set`, 'It must be the number of a transaction set, for example 855.');
    if (used.has(controlNumber)) tell(`${path}/controlNumber`, `${controlNumber} is used twice in one group.`);
    used.add(controlNumber);
    const body = bodyOf(transaction, set, path, options, tell);
    const { implementation } = transaction;
    put(['ST', set, controlNumber, ...(typeof implementation === 'string' ? [implementation] : [])], path);
    for (const segment of body) put(segment, path);
    put(['SE', String(body.length + 2), controlNumber], path);
  }
  put(['GE', String(members.length), head.controlNumber], head.path);
}

function bodyOf(
  transaction: JsonObject,
  set: string,
  path: string,
  { isLenient }: X12WriteOptions,
  tell: Tell,
): readonly RawSegment[] {
  const { data, segments } = transaction;
  const definition = x12Sets.get(set);
  if (isObject(data) && definition) {
    const written = dataToSegments(flattenLevels(data), definition, `${path}/data`, {
      dictionary: x12Dictionary,
      decimalMark: '.',
      isLenient,
    });
    for (const issue of written.issues) tell(issue.path, issue.message);
    return written.segments;
  }
  if (Array.isArray(segments) && segments.every(isRawSegment)) return segments as unknown as RawSegment[];
  const wanted = definition ? 'data by field, or segments' : `segments, because the fields of set ${set} are not known`;
  tell(path, `It must have ${wanted}: lists that begin with the name of the segment.`);
  return [];
}

function putTechnical(data: JsonObject, path: string, put: Put, { isLenient }: X12WriteOptions, tell: Tell): void {
  const item = { segment: 'TA1', name: 'acknowledgement', isMany: false, max: 1, isRequired: true };
  const set = { id: 'TA1', name: 'TA1', functionalId: '', items: [item] };
  const written = dataToSegments({ acknowledgement: data }, set, path, {
    dictionary: x12Dictionary,
    decimalMark: '.',
    isLenient,
  });
  for (const issue of written.issues) tell(issue.path.replace('/acknowledgement', ''), issue.message);
  for (const segment of written.segments) put(segment, path);
}

function placeOf(interchange: Json | undefined): number {
  return typeof interchange === 'number' ? interchange : 0;
}

function segmentWriter(
  separators: X12Separators,
  { newline, separatorsInText }: X12WriteOptions,
  version: string,
  parts: string[],
  tell: Tell,
): Put {
  const { element, component, segment: end } = separators;
  const repetition = version >= '00402' ? separators.repetition : '';
  const forbidden = anyOf([element, component, repetition, end]);
  return ([id, ...elements], path) => {
    const texts = trimmed(elements).map((each, at) =>
      joined(
        mapText(each, (text) => {
          const plain = plainText(text, forbidden, separatorsInText);
          if (typeof plain === 'string') return plain;
          const place = `${id}${String(at + 1).padStart(2, '0')}`;
          tell(
            path,
            `${place} has the character ${JSON.stringify(plain.character)}, which X12 cannot hold there: ${JSON.stringify(text.slice(0, 60))}.`,
          );
          return '';
        }),
        { component, repetition },
      ),
    );
    parts.push([id, ...texts].join(element) + end + newline);
  };
}
