import type { Json, JsonObject } from '@lockstep/schema/run';
import { writeDate } from '../../kit/dates.ts';
import { dataToSegments, type WriteIssue } from '../kit/from-data.ts';
import { anyOf, mapText, plainText } from '../kit/plain-text.ts';
import { isObject, isRawSegment } from '../kit/raw-segment.ts';
import { joined } from '../kit/read-elements.ts';
import { isEmpty, type RawElement, type RawSegment, trimmed } from '../kit/segment.ts';
import { writeTime } from '../kit/values.ts';
import { edifactDictionary, edifactMessages } from './dictionary/messages.ts';
import { outsideOf } from './repertoire.ts';
import { DEFAULTS, type EdifactSeparators, unaOf } from './separators.ts';
import { TRADACOMS } from './tradacoms.ts';

/** What is to be written, as reading gives it; of an interchange only what the options do not say. */
export interface EdifactToWrite {
  readonly interchanges: readonly JsonObject[];
  readonly messages: readonly JsonObject[];
}

export interface EdifactWriteOptions {
  /** What stands in UNB; what is given wins over what the message says. */
  readonly sender?: string;
  readonly senderQualifier?: string;
  readonly receiver?: string;
  readonly receiverQualifier?: string;
  readonly application?: string;
  /** Of the first interchange; further ones count on. */
  readonly controlNumber?: string;
  readonly syntax?: string;
  readonly syntaxVersion?: string;
  readonly acknowledgementRequested?: boolean;
  readonly isTest?: boolean;
  /** Directory of messages that name none: 96A. */
  readonly release?: string;
  /** Subset of messages that name none: EAN008. */
  readonly association?: string;
  readonly decimalMark: '.' | ',';
  readonly una: 'always' | 'as-needed';
  /** ISO date and time where the message has none. */
  readonly date: string;
  readonly time: string;
  /** Behind each segment, for people. */
  readonly newline: '' | '\n' | '\r\n';
  /** Values and characters that are not what the standard asks for are written as they are. */
  readonly isLenient: boolean;
}

export type WrittenEdifact =
  | { readonly ok: true; readonly text: string; readonly controlNumbers: readonly string[]; readonly syntax: string }
  | { readonly ok: false; readonly issues: readonly WriteIssue[] };

type Tell = (path: string, message: string) => void;
type Put = (segment: RawSegment, path: string) => void;

const MAX_ISSUES = 50;

/** Writes interchanges: envelopes with their counts and references, and between UNH and UNT the fields, or else the raw segments. */
export function writeEdifact(given: EdifactToWrite, options: EdifactWriteOptions): WrittenEdifact {
  const issues: WriteIssue[] = [];
  const tell: Tell = (path, message) => issues.push({ path, message });
  const parts: string[] = [];
  const controlNumbers: string[] = [];
  let first = '';
  for (let index = 0; index < Math.max(1, given.interchanges.length); index += 1) {
    const head = given.interchanges[index] ?? {};
    const path = `/interchanges/${index}`;
    const unb = unbOf(head, options, index, path, tell);
    first ||= unb.syntax;
    const separators = { ...DEFAULTS, repetition: unb.isFour ? '*' : '', decimalMark: options.decimalMark };
    const needsUna = options.una === 'always' || options.decimalMark === ',';
    if (needsUna) parts.push(unaOf(separators) + options.newline);
    const put = segmentWriter(separators, unb.syntax, options, parts, tell);
    put(unb.segment, path);
    const members = given.messages
      .map((message, at): Member => ({ message, path: `/messages/${at}`, sequence: at + 1 }))
      .filter(({ message }) => (typeof message.interchange === 'number' ? message.interchange : 0) === index);
    const groups = Array.isArray(head.groups) ? head.groups.filter(isObject) : [];
    for (const [at, group] of groups.entries()) {
      const own = members.filter(({ message }) => message.group === at);
      put(ungOf(group, unb.isFour), `${path}/groups/${at}`);
      for (const member of own) putMessage(member, put, options, tell);
      put(['UNE', String(own.length), plain(group.controlNumber)], `${path}/groups/${at}`);
    }
    const single = members.filter(({ message }) => typeof message.group !== 'number' || message.group >= groups.length);
    for (const member of single) putMessage(member, put, options, tell);
    if (groups.length > 0 && single.length > 0) tell(single[0]?.path ?? path, 'It names no group, while others do.');
    put(['UNZ', String(groups.length || members.length), unb.controlNumber], path);
    controlNumbers.push(unb.controlNumber);
  }
  if (issues.length > 0) return { ok: false, issues: issues.slice(0, MAX_ISSUES) };
  return { ok: true, text: parts.join(''), controlNumbers, syntax: first };
}

interface Member {
  readonly message: JsonObject;
  readonly path: string;
  readonly sequence: number;
}

function unbOf(given: JsonObject, options: EdifactWriteOptions, index: number, path: string, tell: Tell) {
  const need = (name: 'sender' | 'receiver'): string => {
    const text = options[name] || plain(given[name]);
    if (text === '')
      tell(`${path}/${name}`, `There is no ${name}: say it in the settings of the step, or in the message.`);
    return text;
  };
  const [sender, receiver] = [need('sender'), need('receiver')];
  const controlNumber = countedOn(options.controlNumber ?? '', index) || plain(given.controlNumber);
  if (controlNumber === '')
    tell(`${path}/controlNumber`, 'There is no control number: say it in the settings of the step.');
  const syntax = options.syntax || plain(given.syntax) || 'UNOC';
  if (given.syntax === TRADACOMS) tell(`${path}/syntax`, 'TRADACOMS is read, and not written.');
  const version = options.syntaxVersion || plain(given.syntaxVersion) || '3';
  const isFour = version >= '4';
  const asked = options.acknowledgementRequested ?? given.acknowledgementRequested === true;
  const isTest = options.isTest ?? given.isTest === true;
  const qualifier = (name: 'senderQualifier' | 'receiverQualifier') => options[name] || plain(given[name]);
  const segment: RawSegment = [
    'UNB',
    [syntax, version],
    trimmed([sender, qualifier('senderQualifier'), plain(given.senderInternal)]),
    trimmed([receiver, qualifier('receiverQualifier'), plain(given.receiverInternal)]),
    momentOf(given, options, isFour),
    controlNumber,
    '',
    options.application || plain(given.application),
    plain(given.priority),
    asked ? '1' : '',
    plain(given.agreement),
    isTest ? '1' : '',
  ];
  for (const [name, text] of [
    ['sender', sender],
    ['receiver', receiver],
  ] as const) {
    if (text.length > 35) tell(`${path}/${name}`, `${JSON.stringify(text)} is longer than 35 characters.`);
  }
  if (controlNumber.length > 14) tell(`${path}/controlNumber`, `${controlNumber} is longer than 14 characters.`);
  return { segment, controlNumber, syntax, isFour };
}

/** The number itself, and for further interchanges the ones behind it. */
function countedOn(number: string, index: number): string {
  if (index === 0 || number === '') return number;
  return /^\d{1,14}$/.test(number) ? String(BigInt(number) + BigInt(index)) : `${number}-${index + 1}`;
}

function ungOf(group: JsonObject, isFour: boolean): RawSegment {
  const at = (name: string) => plain(group[name]);
  return [
    'UNG',
    at('type'),
    trimmed([at('sender'), at('senderQualifier')]),
    trimmed([at('receiver'), at('receiverQualifier')]),
    momentOf(group, { date: '', time: '' }, isFour),
    at('controlNumber'),
    at('agency'),
    trimmed([at('version'), at('release'), at('association')]),
  ];
}

function momentOf(
  given: JsonObject,
  fallback: Pick<EdifactWriteOptions, 'date' | 'time'>,
  isFour: boolean,
): RawElement {
  const [date, time] = [plain(given.date) || fallback.date, plain(given.time) || fallback.time];
  return [writeDate(date, isFour ? 'CCYYMMDD' : 'YYMMDD') ?? date, writeTime(time)?.slice(0, 4) ?? time];
}

function putMessage({ message, path, sequence }: Member, put: Put, options: EdifactWriteOptions, tell: Tell): void {
  const at = (name: string) => plain(message[name]);
  const [type, reference] = [at('type'), at('reference') || String(sequence)];
  if (!/^[A-Z]{3,6}$/.test(type)) tell(`${path}/type`, 'It must be a message type, for example ORDERS.');
  const body = bodyOf(message, type, path, options, tell);
  const name = [
    type,
    at('version') || 'D',
    at('release') || options.release || '96A',
    at('agency') || 'UN',
    at('association') || options.association || '',
  ];
  put(['UNH', reference, trimmed(name), at('accessReference')], path);
  for (const segment of body) put(segment, path);
  put(['UNT', String(body.length + 2), reference], path);
}

function bodyOf(
  message: JsonObject,
  type: string,
  path: string,
  options: EdifactWriteOptions,
  tell: Tell,
): readonly RawSegment[] {
  const { data, segments } = message;
  const definition = edifactMessages.get(type);
  if (isObject(data) && definition) {
    const { decimalMark, isLenient } = options;
    const written = dataToSegments(data, definition, `${path}/data`, {
      dictionary: edifactDictionary,
      decimalMark,
      isLenient,
    });
    for (const issue of written.issues) tell(issue.path, issue.message);
    return written.segments;
  }
  if (Array.isArray(segments) && segments.every(isRawSegment)) return segments as unknown as RawSegment[];
  const wanted = definition ? 'data by field, or segments' : `segments, because the fields of ${type} are not known`;
  tell(path, `It must have ${wanted}: lists that begin with the name of the segment.`);
  return [];
}

function segmentWriter(
  separators: EdifactSeparators,
  syntax: string,
  { newline, isLenient }: EdifactWriteOptions,
  parts: string[],
  tell: Tell,
): Put {
  const { element, component, repetition, segment: end, release } = separators;
  const service = [element, component, repetition, end, release];
  const control = anyOf([]);
  const foreign = outsideOf(syntax, separators);
  return ([id, ...elements], path) => {
    const texts = trimmed(elements).map((each, at) =>
      joined(
        mapText(trimmedElement(each), (text) => {
          const place = `${id}${String(at + 1).padStart(2, '0')}`;
          const plainly = plainText(text, control, isLenient ? 'keep' : 'fail');
          if (typeof plainly !== 'string') tell(path, `${place} has a line break or another control character.`);
          const odd = isLenient ? undefined : foreign?.exec(text)?.[0];
          if (odd !== undefined)
            tell(path, `${place} has the character ${JSON.stringify(odd)}, which is not of ${syntax}.`);
          return released(text, service, release);
        }),
        { component, repetition },
      ),
    );
    parts.push([id, ...texts].join(element) + end + newline);
  };
}

function trimmedElement(element: RawElement): RawElement {
  if (typeof element === 'string' || 'repeat' in element) return element;
  return isEmpty(element) ? '' : trimmed(element);
}

function released(text: string, service: readonly string[], release: string): string {
  let out = '';
  for (const character of text) out += service.includes(character) ? release + character : character;
  return out;
}

function plain(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
