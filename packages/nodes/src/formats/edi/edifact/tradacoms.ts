import { readDate } from '../../kit/dates.ts';
import { fault } from '../kit/fault.ts';
import { type Fault, issueBook } from '../kit/issues.ts';
import { type RawElement, type RawSegment, type Segment, textOf } from '../kit/segment.ts';
import { statusesOf } from '../kit/status.ts';
import { readTime } from '../kit/values.ts';
import type { EdifactInterchange, EdifactMessage, EdifactRead, EdifactReadOptions } from './document.ts';
import { readSegment, skipBlank } from './segment-reader.ts';
import { DEFAULTS } from './separators.ts';

/** Syntax of STX, which stands in the place of the character set. */
export const TRADACOMS = 'ANA';

export function isTradacoms(text: string): boolean {
  return text.startsWith('STX=', skipBlank(text, text.startsWith('\ufeff') ? 1 : 0).at);
}

/**
 * Reads TRADACOMS, which came before EDIFACT in the United Kingdom: STX to END, messages from MHD to MTR, `=` behind the name of a
 * segment. Messages keep their raw segments; their fields are not known.
 */
export function readTradacoms(
  text: string,
  { forgiving = {}, encoding = 'utf-8', type }: EdifactReadOptions,
): EdifactRead {
  const book = issueBook(text, forgiving, encoding);
  const messages: Omit<EdifactMessage, 'status'>[] = [];
  const segments = segmentsOf(text);
  const interchanges = segments
    .filter(({ id }) => id === 'STX')
    .slice(0, 1)
    .map(interchangeOf);
  let open: { readonly head: Segment; readonly body: RawSegment[] } | undefined;
  let isEnded = false;
  const tell = (found: Fault) =>
    book.tell(found, {
      interchange: 0,
      ...(open && found.level === 'transaction' && { transaction: messages.length }),
    });

  const keep = () => {
    if (!open) return;
    const [name, version] = partsOf(open.head.raw[2]);
    const found = {
      type: name ?? '',
      version: version ?? '',
      reference: textOf(open.head.raw[1]),
      segments: open.body,
    };
    if (type !== undefined && type !== found.type) {
      const sentence = `The message is ${found.type || 'of no type'}, and ${type} is expected.`;
      tell(fault('type-unexpected', 'never', 'transaction', '14', sentence, open.head));
    }
    messages.push({
      interchange: 0,
      group: null,
      name: '',
      release: '',
      agency: '',
      association: '',
      accessReference: '',
      data: null,
      ...found,
    });
    open = undefined;
  };

  for (const segment of segments.slice(1)) {
    if (segment.id === 'MHD' && !open) open = { head: segment, body: [] };
    else if (segment.id === 'MTR' && open) {
      count(segment, open.body.length + 2, 'transaction', 'segments');
      keep();
    } else if (segment.id === 'END' && !open) {
      count(segment, messages.length, 'interchange', 'messages');
      isEnded = true;
    } else if (open) open.body.push(segment.raw);
    else
      tell(
        fault(
          'segment-outside',
          'structure',
          'interchange',
          '33',
          `${segment.id} stands outside of a message.`,
          segment,
        ),
      );
  }
  if (open) tell(fault('mtr-missing', 'trailers', 'transaction', '13', 'The message has no MTR.', open.head));
  keep();
  if (!isEnded)
    tell(fault('end-missing', 'trailers', 'interchange', '13', 'The interchange has no END.', segments.at(-1)));
  const statuses = statusesOf(book.issues, messages);
  return {
    interchanges,
    messages: messages.map((each, index) => ({ ...each, status: statuses[index] ?? 'accepted' })),
    issues: book.issues,
    issueCount: book.issueCount,
    warningCount: book.warningCount,
  };

  function count(segment: Segment, own: number, level: Fault['level'], noun: string): void {
    const stated = textOf(segment.raw[1]);
    if (Number(stated) === own) return;
    const sentence = `${segment.id} states ${stated || 'no'} ${noun}, but there are ${own}.`;
    tell(fault(`${segment.id.toLowerCase()}-count`, 'counts', level, '29', sentence, segment));
  }
}

function segmentsOf(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    at = skipBlank(text, at).at;
    if (at >= text.length) return segments;
    const { segment, next } = readSegment(text, at, segments.length + 1, DEFAULTS);
    segments.push(named(segment));
    at = next;
  }
}

/** `MHD=1` at the beginning of a segment is its name and its first element. */
function named(segment: Segment): Segment {
  const [head, ...rest] = segment.raw as readonly RawElement[];
  const [first = '', ...components] = partsOf(head);
  const equals = first.indexOf('=');
  if (equals === -1) return segment;
  const value = first.slice(equals + 1);
  const id = first.slice(0, equals);
  return { ...segment, id, raw: [id, components.length > 0 ? [value, ...components] : value, ...rest] };
}

function partsOf(element: RawElement | undefined): readonly string[] {
  if (element === undefined || typeof element === 'string') return [element ?? ''];
  return 'repeat' in element ? [textOf(element)] : element;
}

function interchangeOf({ raw }: Segment): EdifactInterchange {
  const [[syntax = '', syntaxVersion = ''], [sender = ''], [receiver = ''], [date = '', time = '']] = [1, 2, 3, 4].map(
    (at) => partsOf(raw[at]),
  ) as [readonly string[], readonly string[], readonly string[], readonly string[]];
  const controlNumber = textOf(raw[5]);
  return {
    key: ['', sender, '', receiver, controlNumber].join(':'),
    isRepeated: false,
    controlNumber,
    syntax,
    syntaxVersion,
    sender,
    senderQualifier: '',
    senderInternal: '',
    receiver,
    receiverQualifier: '',
    receiverInternal: '',
    date: readDate(date, 'YYMMDD') ?? date,
    time: readTime(time) ?? time,
    application: textOf(raw[6]),
    priority: textOf(raw[7]),
    acknowledgementRequested: false,
    agreement: '',
    isTest: false,
    separators: DEFAULTS,
    hasUna: false,
    groups: [],
  };
}
