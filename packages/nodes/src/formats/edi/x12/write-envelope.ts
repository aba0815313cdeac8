import type { Json, JsonObject } from '@lockstep/schema/run';
import { writeDate } from '../../kit/dates.ts';
import type { RawSegment } from '../kit/segment.ts';
import { writeTime } from '../kit/values.ts';
import { ISA_WIDTHS, type X12Separators } from './separators.ts';

/** What stands in the envelopes; what is given wins over what the message says. */
export interface EnvelopeWriting {
  readonly senderQualifier?: string;
  readonly sender?: string;
  readonly receiverQualifier?: string;
  readonly receiver?: string;
  readonly groupSender?: string;
  readonly groupReceiver?: string;
  /** Release of the standard in GS08, for example 004010; ISA12 follows. */
  readonly version?: string;
  /** P for production, T for test. */
  readonly usage?: string;
  readonly acknowledgementRequested?: boolean;
  /** Of the first interchange; further ones count on. */
  readonly controlNumber?: string;
  /** ISO date and time where the message has none. */
  readonly date: string;
  readonly time: string;
}

export interface IsaWritten {
  readonly version: string;
  readonly controlNumber: string;
  readonly sender: string;
  readonly receiver: string;
  readonly date: string;
  readonly time: string;
  text(separators: X12Separators): string;
}

export interface GroupHead {
  readonly segment: RawSegment;
  readonly controlNumber: string;
  readonly path: string;
}

type Tell = (path: string, message: string) => void;

/** ISA of an interchange, each element at its fixed width. */
export function isaOf(given: JsonObject, options: EnvelopeWriting, path: string, tell: Tell): IsaWritten {
  const textOf = (name: keyof EnvelopeWriting & string, fallback: string): string =>
    (typeof options[name] === 'string' && options[name] !== '' ? String(options[name]) : plain(given[name])) ||
    fallback;
  const need = (name: 'sender' | 'receiver'): string => {
    const text = textOf(name, '');
    if (text === '')
      tell(`${path}/${name}`, `There is no ${name}: say it in the settings of the step, or in the message.`);
    return text;
  };
  const controlNumber = textOf('controlNumber', '').padStart(9, '0');
  if (!/^\d{9}$/.test(controlNumber) || controlNumber === '000000000') {
    tell(`${path}/controlNumber`, 'There is no control number of 1 to 9 digits: say it in the settings of the step.');
  }
  const [date, time] = [plain(given.date) || options.date, plain(given.time) || options.time];
  const version = options.version ? options.version.slice(0, 5) : plain(given.version) || '00401';
  const asked = options.acknowledgementRequested ?? given.acknowledgementRequested === true;
  const [sender, receiver] = [need('sender'), need('receiver')];
  const elements = [
    plain(given.authorizationQualifier) || '00',
    plain(given.authorization),
    plain(given.securityQualifier) || '00',
    plain(given.security),
    textOf('senderQualifier', 'ZZ'),
    sender,
    textOf('receiverQualifier', 'ZZ'),
    receiver,
    writeDate(date, 'YYMMDD') ?? date,
    writeTime(time)?.slice(0, 4) ?? time,
    '',
    version,
    controlNumber,
    asked ? '1' : '0',
    textOf('usage', 'P'),
  ];
  for (const [at, element] of elements.entries()) {
    const width = ISA_WIDTHS[at] ?? 0;
    if (element.length > width) {
      tell(
        path,
        `ISA${String(at + 1).padStart(2, '0')} ${JSON.stringify(element)} is longer than ${width} characters.`,
      );
    }
  }
  return {
    version,
    controlNumber,
    sender,
    receiver,
    date,
    time,
    text: ({ element, component, repetition, segment }) => {
      for (const [at, each] of elements.entries()) {
        if ([element, component, segment].every((separator) => !each.includes(separator))) continue;
        tell(path, `ISA${String(at + 1).padStart(2, '0')} ${JSON.stringify(each)} has a separator in it.`);
      }
      const standard = version >= '00402' ? repetition : 'U';
      const padded = elements.map((each, at) => (at === 10 ? standard : each).padEnd(ISA_WIDTHS[at] ?? 0));
      return ['ISA', ...padded, component].join(element);
    },
  };
}

/** GS of a group. Its control number is that of the interchange, counted on, where the message has none. */
export function groupHeadOf(
  given: JsonObject,
  functionalId: string,
  isa: IsaWritten,
  at: number,
  options: EnvelopeWriting,
  path: string,
  tell: Tell,
): GroupHead {
  const controlNumber =
    (options.controlNumber ? '' : plain(given.controlNumber)) || String(Number(isa.controlNumber) + at);
  const id = plain(given.functionalId) || functionalId;
  if (id === '')
    tell(
      `${path}/functionalId`,
      'There is no functional identifier: say it as functionalId of the group, for example PO.',
    );
  const [date, time] = [plain(given.date) || isa.date, plain(given.time) || isa.time];
  const segment: RawSegment = [
    'GS',
    id,
    options.groupSender || plain(given.sender) || isa.sender,
    options.groupReceiver || plain(given.receiver) || isa.receiver,
    writeDate(date, 'CCYYMMDD') ?? date,
    writeTime(time) ?? time,
    controlNumber,
    plain(given.agency) || 'X',
    options.version || plain(given.version) || `${isa.version}0`,
  ];
  return { segment, controlNumber, path };
}

function plain(value: Json | undefined): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
