import { acknowledgementOf } from '../../../../formats/edi/x12/acknowledge.ts';
import { readX12 } from '../../../../formats/edi/x12/read.ts';
import { x12Result } from '../../../../formats/edi/x12/result.ts';
import { writeX12, type X12ToWrite } from '../../../../formats/edi/x12/write.ts';
import type { JsonObject, JsonValue } from '../../../../simulators/kit/exchange.ts';

/** Who an interchange is from, who it goes to, and its number. */
export interface Envelope {
  readonly sender: string;
  readonly receiver: string;
  readonly controlNumber: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** One transaction in its envelopes. @throws Error when the fields do not fit the set: a defect of the simulator */
export function interchangeOf(envelope: Envelope, set: string, data: JsonObject): string {
  return written({ interchanges: [], transactions: [{ set, data } as X12ToWrite['transactions'][number]] }, envelope);
}

function written(given: X12ToWrite, { sender, receiver, controlNumber, at }: Envelope): string {
  const iso = new Date(at).toISOString();
  const result = writeX12(given, {
    sender,
    receiver,
    controlNumber: String(controlNumber),
    separators: { element: '*', component: '>', repetition: '^', segment: '~' },
    newline: '\n',
    isLenient: true,
    separatorsInText: 'blank',
    date: iso.slice(0, 10),
    time: iso.slice(11, 16),
  });
  if (result.ok) return result.text;
  throw new Error(`No X12: ${result.issues.map(({ path, message }) => `${path} ${message}`).join('; ')}`);
}

export interface Received {
  /** The same for a repetition of an interchange; absent where none could be read. */
  readonly key: string | undefined;
  readonly sender: string;
  /** Whole transactions of known sets. */
  readonly transactions: readonly { readonly set: string; readonly data: JsonObject }[];
  /** What it says of interchanges sent before. */
  readonly acknowledged: readonly { readonly set?: string; readonly group?: string; readonly status: string }[];
  /** Its acknowledgement under a control number; `reject`: every transaction is refused, whatever it says. */
  acknowledge(envelope: Envelope, reject: boolean): string | undefined;
}

/** Reads a file of ours, as a strict partner does. */
export function receive(text: string): Received {
  const read = readX12(text);
  const result = x12Result(read, text, { set: undefined, raw: 'unknown' });
  return {
    key: read.interchanges[0]?.key,
    sender: read.interchanges[0]?.sender ?? '',
    transactions: read.transactions.flatMap(({ set, status, data }) =>
      status === 'rejected' || !data || set === '997' ? [] : [{ set, data: data as JsonObject }],
    ),
    acknowledged: result.acknowledged.flatMap(({ about, set, groupControlNumber, status }) =>
      about === 'transaction'
        ? [
            {
              status,
              ...(set !== undefined && { set }),
              ...(groupControlNumber !== undefined && { group: groupControlNumber }),
            },
          ]
        : [],
    ),
    acknowledge: (envelope, reject) => {
      const answer = acknowledgementOf(result.receipts, '997');
      if (!answer) return undefined;
      const text = written(answer, envelope);
      return reject ? rejected(text) : text;
    },
  };
}

/** A 997 that refuses what it was about to accept: transaction set not supported. */
function rejected(text: string): string {
  return text.replaceAll(/AK5\*[AE][^~]*/g, 'AK5*R*1').replaceAll(/AK9\*[AEP]\*(\d+)\*(\d+)\*\d+/g, 'AK9*R*$1*$2*0');
}

/** Fields of a list that may not be there. */
export function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((one): one is JsonObject => typeof one === 'object' && one !== null) : [];
}

export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function numberOf(value: JsonValue | undefined): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}
