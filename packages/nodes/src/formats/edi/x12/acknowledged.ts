import type { Json, JsonObject } from '@lockstep/schema/run';
import { isObject } from '../kit/raw-segment.ts';
import type { X12Read } from './document.ts';

/** What the other side says of something we sent. */
export interface Acknowledged {
  readonly about: 'interchange' | 'group' | 'transaction';
  /** Control number we gave it. */
  readonly controlNumber: string;
  /** Functional identifier of its group; absent for an interchange. */
  readonly functionalId?: string;
  readonly groupControlNumber?: string;
  readonly set?: string;
  readonly status: 'accepted' | 'accepted-with-errors' | 'partly-accepted' | 'rejected';
  /** What is wrong, in words. */
  readonly reasons: readonly string[];
}

const STATUSES: Readonly<Record<string, Acknowledged['status']>> = {
  A: 'accepted',
  E: 'accepted-with-errors',
  P: 'partly-accepted',
};

/** Which interchanges, groups and transactions of ours the acknowledgements (997, 999, TA1) of a text tell of. */
export function acknowledgedOf({
  transactions,
  technical,
}: Pick<X12Read, 'transactions' | 'technical'>): readonly Acknowledged[] {
  const ofGroups = transactions.flatMap(({ set, data }) =>
    data && (set === '997' || set === '999') ? groupOf(data) : [],
  );
  return [...technical.map(({ data }) => interchangeOf(data)), ...ofGroups];
}

function interchangeOf(data: JsonObject): Acknowledged {
  const reason = data.code === '000' ? [] : [wordsOf(data, 'code')];
  return {
    about: 'interchange',
    controlNumber: String(data.controlNumber ?? '').padStart(9, '0'),
    status: statusOf(data),
    reasons: reason,
  };
}

function groupOf(data: JsonObject): readonly Acknowledged[] {
  const head = objectOf(data.group);
  const result = objectOf(data.result);
  const functionalId = String(head.functionalId ?? '');
  const groupControlNumber = String(head.controlNumber ?? '');
  const group: Acknowledged = {
    about: 'group',
    controlNumber: groupControlNumber,
    functionalId,
    status: statusOf(result),
    reasons: listOf(result.codes).map((code) => wordsOf(code, 'code')),
  };
  const inside = listOf(data.transactions).map((transaction): Acknowledged => {
    const own = objectOf(transaction.result);
    return {
      about: 'transaction',
      controlNumber: String(transaction.controlNumber ?? ''),
      functionalId,
      groupControlNumber,
      set: String(transaction.set ?? ''),
      status: statusOf(own),
      reasons: [
        ...listOf(own.codes).map((code) => wordsOf(code, 'code')),
        ...listOf(transaction.segments).flatMap(reasonsOf),
      ],
    };
  });
  return [group, ...inside];
}

function reasonsOf(segment: JsonObject): readonly string[] {
  const where = `Segment ${segment.position} (${segment.segment})`;
  const elements = listOf(segment.elements).map((element) => {
    const { element: at, component } = objectOf(element.position);
    const value = typeof element.value === 'string' ? ` (${element.value})` : '';
    return `${where}, element ${at}${component === undefined ? '' : `-${component}`}: ${wordsOf(element, 'code')}${value}`;
  });
  return elements.length > 0 ? elements : [`${where}: ${wordsOf(segment, 'code')}`];
}

function wordsOf(data: JsonObject, name: string): string {
  return String(data[`${name}Meaning`] ?? (data[name] === undefined ? 'No reason given' : `Code ${data[name]}`));
}

function statusOf(data: JsonObject): Acknowledged['status'] {
  return STATUSES[String(data.status ?? '')] ?? 'rejected';
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
