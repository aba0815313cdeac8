import type { Fault } from '../kit/issues.ts';
import { problemText } from '../kit/problem-text.ts';
import type { ElementProblem } from '../kit/read-elements.ts';
import { type Segment, textOf } from '../kit/segment.ts';
import { type StructureCode, segmentsToData } from '../kit/to-data.ts';
import { x12Dictionary, x12Sets } from './dictionary/sets.ts';
import type { X12Transaction } from './document.ts';
import { nestLevels } from './hierarchy.ts';
import type { X12Separators } from './separators.ts';

export interface TransactionReading {
  /** The only set that is taken, besides acknowledgements. */
  readonly expected: string | undefined;
  readonly separators: X12Separators;
  /** `position`: place of the segment in the transaction, from 1. */
  readonly tell: (fault: Fault, position: number) => void;
}

const ACKNOWLEDGEMENTS = ['997', '999'];

/** One transaction set between ST and SE. */
export function readTransaction(
  head: Segment,
  body: readonly Segment[],
  end: Segment,
  { expected, separators, tell }: TransactionReading,
): Omit<X12Transaction, 'interchange' | 'group' | 'status'> {
  const [id, controlNumber, implementation] = [1, 2, 3].map((index) => textOf(head.raw[index])) as [
    string,
    string,
    string,
  ];
  const positionOf = (segment: Segment) => segment.number - head.number + 1;
  const tellOf = (code: string, ack: string, message: string, segment: Segment, more: Partial<Fault> = {}) =>
    tell({ code, kind: 'structure', level: 'transaction', ack, message, segment, ...more }, positionOf(segment));

  if (!/^\d{3}$/.test(id)) tellOf('st-set', '6', `${JSON.stringify(id)} is no transaction set.`, head);
  if (!/^[A-Za-z0-9 ]{4,9}$/.test(controlNumber)) {
    const message = `The control number ${JSON.stringify(controlNumber)} does not have 4 to 9 characters.`;
    tellOf('st-control-number', '7', message, head, { kind: 'controlNumbers' });
  }
  if (expected !== undefined && id !== expected && !ACKNOWLEDGEMENTS.includes(id)) {
    tellOf('set-unexpected', '1', `The transaction set is ${id}, and ${expected} is expected.`, head, {
      kind: 'never',
    });
  }
  const set = x12Sets.get(id);
  const raw = body.map((segment) => segment.raw);
  const common = {
    set: id,
    name: set?.name ?? '',
    controlNumber,
    ...(implementation !== '' && { implementation }),
    segments: raw,
  };
  if (!set) return { ...common, data: null };
  const data = segmentsToData(body, set, end, {
    dictionary: x12Dictionary,
    decimalMark: '.',
    separators,
    tellStructure: (code, segment, item) => {
      const { ack, message } = STRUCTURE[code];
      tellOf(code, ack, message(item, set.id), segment, { level: 'segment' });
    },
    tellElement: (problem, segment) => tell(elementFault(problem, segment), positionOf(segment)),
  });
  return { ...common, data: nestLevels(data) };
}

/** Codes of list 720. */
const STRUCTURE: Readonly<
  Record<StructureCode, { readonly ack: string; readonly message: (item: string, set: string) => string }>
> = {
  'segment-unknown': { ack: '1', message: (item) => `There is no segment ${item}; it is kept.` },
  'segment-unexpected': { ack: '2', message: (item, set) => `${item} has no place here in ${set}; it is kept.` },
  'segment-missing': { ack: '3', message: (item, set) => `${item}, which ${set} needs, is missing before it.` },
  'segment-repeated': { ack: '5', message: (item) => `There are more of ${item} than there may be.` },
  'loop-repeated': { ack: '4', message: (item) => `There are more of ${item} than there may be.` },
  'segment-out-of-order': { ack: '7', message: (item) => `It stands behind its place (${item}).` },
};

/** Codes of list 723. */
const ELEMENTS: Readonly<Record<ElementProblem['code'], string>> = {
  missing: '1',
  'too-many': '3',
  'too-short': '4',
  'too-long': '5',
  character: '6',
  code: '7',
  date: '8',
  time: '9',
};

function elementFault({ code, element, component, value, def }: ElementProblem, segment: Segment): Fault {
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
