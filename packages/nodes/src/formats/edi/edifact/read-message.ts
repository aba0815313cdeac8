import type { Fault } from '../kit/issues.ts';
import { problemText } from '../kit/problem-text.ts';
import type { ElementProblem } from '../kit/read-elements.ts';
import type { Segment } from '../kit/segment.ts';
import { type StructureCode, segmentsToData } from '../kit/to-data.ts';
import { edifactDictionary, edifactMessages } from './dictionary/messages.ts';
import type { EdifactMessage } from './document.ts';
import { messageHeadOf } from './envelope.ts';
import type { EdifactSeparators } from './separators.ts';

export interface MessageReading {
  /** The only type that is taken, besides CONTRL. */
  readonly expected: string | undefined;
  readonly separators: EdifactSeparators;
  readonly tell: (fault: Fault, position: number) => void;
}

/** One message between UNH and UNT. */
export function readMessage(
  head: Segment,
  body: readonly Segment[],
  end: Segment,
  { expected, separators, tell }: MessageReading,
): Omit<EdifactMessage, 'interchange' | 'group' | 'status'> {
  const positionOf = (segment: Segment) => segment.number - head.number + 1;
  const tellElement = (problem: ElementProblem, segment: Segment) =>
    tell(elementFault(problem, segment), positionOf(segment));
  const said = messageHeadOf(head, separators, (problem) => tellElement(problem, head));
  const { type } = said;
  if (expected !== undefined && type !== expected && type !== 'CONTRL') {
    const message = `The message is ${type || 'of no type'}, and ${expected} is expected.`;
    tell({ code: 'type-unexpected', kind: 'never', level: 'transaction', ack: '14', message, segment: head }, 1);
  }
  const set = edifactMessages.get(type);
  const segments = body.map((segment) => segment.raw);
  const common = { ...said, name: set?.name ?? '', segments };
  if (!set) return { ...common, data: null };
  const data = segmentsToData(body, set, end, {
    dictionary: edifactDictionary,
    decimalMark: separators.decimalMark,
    separators,
    tellStructure: (code, segment, item) => {
      const { ack, message } = STRUCTURE[code];
      tell(
        { code, kind: 'structure', level: 'segment', ack, message: message(item, type), segment },
        positionOf(segment),
      );
    },
    tellElement,
  });
  return { ...common, data };
}

/** Codes of list 0085. */
const STRUCTURE: Readonly<
  Record<StructureCode, { readonly ack: string; readonly message: (item: string, type: string) => string }>
> = {
  'segment-unknown': { ack: '15', message: (item) => `There is no segment ${item}; it is kept.` },
  'segment-unexpected': { ack: '15', message: (item, type) => `${item} has no place here in ${type}; it is kept.` },
  'segment-missing': { ack: '13', message: (item, type) => `${item}, which ${type} needs, is missing before it.` },
  'segment-repeated': { ack: '35', message: (item) => `There are more of ${item} than there may be.` },
  'loop-repeated': { ack: '36', message: (item) => `There are more of ${item} than there may be.` },
  'segment-out-of-order': { ack: '15', message: (item) => `It stands behind its place (${item}).` },
};

/** Codes of list 0085. */
const ELEMENTS: Readonly<Record<ElementProblem['code'], string>> = {
  missing: '13',
  'too-many': '16',
  'too-short': '40',
  'too-long': '39',
  character: '37',
  code: '12',
  date: '12',
  time: '12',
};

export function elementFault({ code, element, component, value, def }: ElementProblem, segment: Segment): Fault {
  return {
    code: `element-${code}`,
    kind: 'values',
    level: 'element',
    ack: ELEMENTS[code],
    message: problemText(code, value, def),
    segment,
    element,
    ...(component !== undefined && { component }),
    ...(value !== '' && { value }),
  };
}
