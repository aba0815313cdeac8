import type { JsonObject } from '@lockstep/schema/run';
import { readDate } from '../../kit/dates.ts';
import { readElements } from '../kit/read-elements.ts';
import { type Segment, textOf } from '../kit/segment.ts';
import { readTime } from '../kit/values.ts';
import { x12Dictionary } from './dictionary/sets.ts';
import type { X12Group, X12Interchange } from './document.ts';
import type { IsaHead } from './separators.ts';

export function interchangeOf(
  { elements, separators }: IsaHead,
  groups: readonly X12Group[],
): Omit<X12Interchange, 'isRepeated'> {
  const at = (index: number) => (elements[index - 1] ?? '').trim();
  const [senderQualifier, sender, receiverQualifier, receiver] = [at(5), at(6), at(7), at(8)];
  const controlNumber = at(13);
  return {
    key: [senderQualifier, sender, receiverQualifier, receiver, controlNumber].join(':'),
    controlNumber,
    senderQualifier,
    sender,
    receiverQualifier,
    receiver,
    date: readDate(at(9), 'YYMMDD') ?? at(9),
    time: readTime(at(10)) ?? at(10),
    version: at(12),
    usage: at(15),
    acknowledgementRequested: at(14) === '1',
    authorizationQualifier: at(1),
    authorization: at(2),
    securityQualifier: at(3),
    security: at(4),
    separators,
    groups,
  };
}

export function groupOf({ raw }: Segment): X12Group {
  const at = (index: number) => textOf(raw[index]);
  const date = at(4);
  return {
    functionalId: at(1),
    sender: at(2),
    receiver: at(3),
    date: readDate(date, date.length === 6 ? 'YYMMDD' : 'CCYYMMDD') ?? date,
    time: readTime(at(5)) ?? at(5),
    controlNumber: at(6),
    agency: at(7),
    version: at(8),
  };
}

export function technicalOf({ raw }: Segment): JsonObject {
  const defs = x12Dictionary.segments.get('TA1') ?? [];
  return readElements(raw, defs, {
    dictionary: x12Dictionary,
    decimalMark: '.',
    separators: { component: '', repetition: '' },
    tell: () => undefined,
  });
}
