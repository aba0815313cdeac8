import { fault } from '../kit/fault.ts';
import { type Fault, issueBook, type Place } from '../kit/issues.ts';
import { type Segment, textOf } from '../kit/segment.ts';
import { statusesOf } from '../kit/status.ts';
import type { EdifactGroup, EdifactInterchange, EdifactMessage, EdifactRead, EdifactReadOptions } from './document.ts';
import { groupOf, interchangeOf } from './envelope.ts';
import { elementFault, readMessage } from './read-message.ts';
import { outsideOf } from './repertoire.ts';
import { type EdifactToken, edifactTokens } from './segment-reader.ts';
import type { EdifactSeparators } from './separators.ts';
import { isTradacoms, readTradacoms } from './tradacoms.ts';

interface OpenInterchange {
  readonly index: number;
  readonly controlNumber: string;
  readonly separators: EdifactSeparators;
  readonly groups: EdifactGroup[];
  readonly known: Set<string>;
  readonly repertoire: RegExp | undefined;
  messages: number;
  isLoose: boolean;
}
interface OpenGroup {
  readonly index: number;
  readonly controlNumber: string;
  messages: number;
}
interface OpenMessage {
  readonly index: number;
  readonly head: Segment;
  readonly reference: string;
  readonly body: Segment[];
  isForeign: boolean;
}

/**
 * Reads EDIFACT: interchanges, groups and messages, those of known types to fields. A fault spoils what it lies in and nothing
 * else; where the partner is forgiven it, it is a warning. TRADACOMS is read to raw segments.
 */
export function readEdifact(
  text: string,
  { forgiving = {}, encoding = 'utf-8', type }: EdifactReadOptions = {},
): EdifactRead {
  if (isTradacoms(text)) return readTradacoms(text, { forgiving, encoding, ...(type !== undefined && { type }) });
  const book = issueBook(text, forgiving, encoding);
  const interchanges: EdifactInterchange[] = [];
  const messages: Omit<EdifactMessage, 'status'>[] = [];
  const keys = new Set<string>();
  let interchange: OpenInterchange | undefined;
  let group: OpenGroup | undefined;
  let message: OpenMessage | undefined;

  const place = (): Place => ({
    interchange: interchange?.index ?? Math.max(0, interchanges.length - 1),
    ...(group && { group: group.index }),
    ...(message && { transaction: message.index }),
  });
  const tell = (found: Fault) => book.tell(found, place());

  function openInterchange({ segment, separators, hasUna }: EdifactToken & { readonly type: 'unb' }): void {
    closeInterchange(segment);
    const groups: EdifactGroup[] = [];
    const faults: Fault[] = [];
    const made = interchangeOf(segment, separators, hasUna, groups, (problem) =>
      faults.push({ ...elementFault(problem, segment), level: 'interchange' }),
    );
    const { controlNumber, key } = made;
    const repertoire = outsideOf(made.syntax, separators);
    interchange = {
      index: interchanges.length,
      controlNumber,
      separators,
      groups,
      known: new Set(),
      repertoire,
      messages: 0,
      isLoose: false,
    };
    interchanges.push({ ...made, isRepeated: keys.has(key) });
    for (const found of faults) tell(found);
    if (keys.has(key)) {
      const sentence = `The control number ${controlNumber} was used before in the same text.`;
      tell(fault('interchange-repeated', 'controlNumbers', 'interchange', '26', sentence, segment));
    }
    keys.add(key);
  }

  function closeInterchange(segment: Segment | undefined): void {
    if (!interchange) return;
    closeGroup(segment);
    closeMessage(segment);
    tell(fault('unz-missing', 'trailers', 'interchange', '13', 'The interchange has no UNZ.', segment));
    interchange = undefined;
  }

  function closeGroup(segment: Segment | undefined): void {
    if (!group) return;
    closeMessage(segment);
    tell(fault('une-missing', 'trailers', 'group', '13', 'The group has no UNE.', segment));
    group = undefined;
  }

  function openGroup(segment: Segment, inside: OpenInterchange): void {
    closeGroup(segment);
    closeMessage(segment);
    const faults: Fault[] = [];
    const made = groupOf(segment, inside.separators, (problem) =>
      faults.push({ ...elementFault(problem, segment), level: 'group' }),
    );
    group = { index: inside.groups.length, controlNumber: made.controlNumber, messages: 0 };
    inside.groups.push(made);
    for (const found of faults) tell(found);
  }

  function openMessage(segment: Segment, inside: OpenInterchange): void {
    closeMessage(segment);
    const reference = textOf(segment.raw[1]);
    message = { index: messages.length, head: segment, reference, body: [], isForeign: false };
    inside.messages += 1;
    if (group) group.messages += 1;
    if (inside.known.has(reference)) {
      const sentence = `The reference ${reference} was used before in the same interchange.`;
      tell(fault('unh-repeated', 'controlNumbers', 'transaction', '26', sentence, segment));
    }
    inside.known.add(reference);
  }

  function closeMessage(segment: Segment | undefined): void {
    if (!message || !interchange) return;
    const last = segment ?? message.body.at(-1) ?? message.head;
    keepMessage(last, message, interchange);
    tell(fault('unt-missing', 'trailers', 'transaction', '13', 'The message has no UNT.', last));
    message = undefined;
  }

  function keepMessage(end: Segment, { head, body }: OpenMessage, inside: OpenInterchange): void {
    const at = place();
    const made = readMessage(head, body, end, {
      expected: type,
      separators: inside.separators,
      tell: (found, position) => book.tell(found, { ...at, position }),
    });
    messages.push({ interchange: inside.index, group: group?.index ?? null, ...made });
  }

  function endMessage(segment: Segment, open: OpenMessage, inside: OpenInterchange): void {
    keepMessage(segment, open, inside);
    const stated = textOf(segment.raw[1]);
    const count = open.body.length + 2;
    if (Number(stated) !== count) {
      const sentence = `UNT states ${stated || 'no'} segments, but there are ${count}.`;
      tell(fault('unt-count', 'counts', 'transaction', '29', sentence, segment));
    }
    sameNumber('UNT', 'UNH', 'reference', segment, open.reference, 'transaction');
    message = undefined;
  }

  function endGroupWith(segment: Segment, open: OpenGroup): void {
    closeMessage(segment);
    const stated = textOf(segment.raw[1]);
    if (Number(stated) !== open.messages) {
      const sentence = `UNE states ${stated || 'no'} messages, but there are ${open.messages}.`;
      tell(fault('une-count', 'counts', 'group', '29', sentence, segment));
    }
    sameNumber('UNE', 'UNG', 'control number', segment, open.controlNumber, 'group');
    group = undefined;
  }

  function endInterchangeWith(segment: Segment, open: OpenInterchange): void {
    closeGroup(segment);
    closeMessage(segment);
    const stated = textOf(segment.raw[1]);
    const [count, noun] = open.groups.length > 0 ? [open.groups.length, 'groups'] : [open.messages, 'messages'];
    if (Number(stated) !== count) {
      const sentence = `UNZ states ${stated || 'no'} ${noun}, but there are ${count}.`;
      tell(fault('unz-count', 'counts', 'interchange', '29', sentence, segment));
    }
    sameNumber('UNZ', 'UNB', 'control number', segment, open.controlNumber, 'interchange');
    interchange = undefined;
  }

  function sameNumber(
    end: string,
    head: string,
    noun: string,
    segment: Segment,
    own: string,
    level: Fault['level'],
  ): void {
    const number = textOf(segment.raw[2]);
    if (number === own) return;
    const sentence = `${end} has the ${noun} ${number || '(none)'}, but ${head} has ${own || '(none)'}.`;
    tell(fault(`${end.toLowerCase()}-reference`, 'controlNumbers', level, '28', sentence, segment));
  }

  function outside(segment: Segment): void {
    const where = interchange ? 'a message' : 'an interchange';
    const sentence = `${segment.id || 'Text'} stands outside of ${where}.`;
    tell(fault('segment-outside', 'structure', 'interchange', '33', sentence, segment));
  }

  function take(segment: Segment, isLoose: boolean): void {
    if (isLoose && interchange && !interchange.isLoose) {
      interchange.isLoose = true;
      tell(fault('blanks', 'layout', 'interchange', '18', 'There are blanks between segments.', segment));
    }
    const { id } = segment;
    if (id === 'UNG' && interchange) openGroup(segment, interchange);
    else if (id === 'UNH' && interchange) openMessage(segment, interchange);
    else if (id === 'UNT' && message && interchange) endMessage(segment, message, interchange);
    else if (id === 'UNE' && group) endGroupWith(segment, group);
    else if (id === 'UNZ' && interchange) endInterchangeWith(segment, interchange);
    else if (message) message.body.push(segment);
    else outside(segment);
    if (message && !message.isForeign && interchange?.repertoire?.test(text.slice(segment.at, segment.end))) {
      message.isForeign = true;
      const { syntax } = interchanges.at(-1) ?? {};
      tell(fault('characters', 'values', 'transaction', '21', `It has characters that are not of ${syntax}.`, segment));
    }
  }

  let last: Segment | undefined;
  for (const token of edifactTokens(text)) {
    last = token.segment;
    switch (token.type) {
      case 'unb':
        openInterchange(token);
        break;
      case 'una-broken':
        closeInterchange(token.segment);
        tell(
          fault(
            'una-broken',
            'never',
            'interchange',
            '22',
            'UNA cannot be read: its separators cannot be told.',
            token.segment,
          ),
        );
        break;
      case 'outside':
        outside(token.segment);
        break;
      case 'segment':
        take(token.segment, token.isLoose);
        break;
      default:
        token satisfies never;
    }
    if ('isCut' in token && token.isCut) {
      const sentence = `The last segment does not end with ${JSON.stringify(interchanges.at(-1)?.separators.segment ?? '')}.`;
      tell(fault('end-cut', 'trailers', 'interchange', '13', sentence, token.segment));
    }
  }
  closeInterchange(last);
  if (interchanges.length === 0 && book.issueCount + book.warningCount === 0) {
    tell(fault('nothing', 'never', 'interchange', '13', 'There is no interchange: no UNB.'));
  }
  const statuses = statusesOf(book.issues, messages);
  return {
    interchanges,
    messages: messages.map((each, index) => ({ ...each, status: statuses[index] ?? 'accepted' })),
    issues: book.issues,
    issueCount: book.issueCount,
    warningCount: book.warningCount,
  };
}
