import type { Json, JsonObject } from '@lockstep/schema/run';
import { isObject } from '../kit/raw-segment.ts';
import { type ElementProblem, readElements } from '../kit/read-elements.ts';
import type { Segment } from '../kit/segment.ts';
import { edifactDictionary } from './dictionary/messages.ts';
import type { EdifactGroup, EdifactInterchange } from './document.ts';
import type { EdifactSeparators } from './separators.ts';

/** UNB by its fields; what is wrong with them is told. */
export function interchangeOf(
  segment: Segment,
  separators: EdifactSeparators,
  hasUna: boolean,
  groups: readonly EdifactGroup[],
  tell: (problem: ElementProblem) => void,
): Omit<EdifactInterchange, 'isRepeated'> {
  const data = fieldsOf(segment, separators, tell);
  const at = reader(data);
  const [sender, receiver, controlNumber] = [at('sender', 'id'), at('receiver', 'id'), at('controlNumber')];
  const [senderQualifier, receiverQualifier] = [at('sender', 'qualifier'), at('receiver', 'qualifier')];
  return {
    key: [senderQualifier, sender, receiverQualifier, receiver, controlNumber].join(':'),
    controlNumber,
    syntax: at('syntax', 'id'),
    syntaxVersion: at('syntax', 'version'),
    sender,
    senderQualifier,
    senderInternal: at('sender', 'internal'),
    receiver,
    receiverQualifier,
    receiverInternal: at('receiver', 'internal'),
    date: at('prepared', 'date'),
    time: at('prepared', 'time'),
    application: at('application'),
    priority: at('priority'),
    acknowledgementRequested: at('acknowledgement') === '1',
    agreement: at('agreement'),
    isTest: at('test') === '1',
    separators,
    hasUna,
    groups,
  };
}

export function groupOf(
  segment: Segment,
  separators: EdifactSeparators,
  tell: (problem: ElementProblem) => void,
): EdifactGroup {
  const at = reader(fieldsOf(segment, separators, tell));
  return {
    type: at('type'),
    sender: at('sender', 'id'),
    senderQualifier: at('sender', 'qualifier'),
    receiver: at('receiver', 'id'),
    receiverQualifier: at('receiver', 'qualifier'),
    date: at('prepared', 'date'),
    time: at('prepared', 'time'),
    controlNumber: at('controlNumber'),
    agency: at('agency'),
    version: at('version', 'version'),
    release: at('version', 'release'),
    association: at('version', 'association'),
  };
}

/** What UNH says of its message. */
export function messageHeadOf(
  segment: Segment,
  separators: EdifactSeparators,
  tell: (problem: ElementProblem) => void,
) {
  const at = reader(fieldsOf(segment, separators, tell));
  return {
    type: at('message', 'type'),
    version: at('message', 'version'),
    release: at('message', 'release'),
    agency: at('message', 'agency'),
    association: at('message', 'association'),
    reference: at('reference'),
    accessReference: at('accessReference'),
  };
}

function fieldsOf(
  { id, raw }: Segment,
  separators: EdifactSeparators,
  tell: (problem: ElementProblem) => void,
): JsonObject {
  const defs = edifactDictionary.segments.get(id) ?? [];
  return readElements(raw, defs, { dictionary: edifactDictionary, decimalMark: '.', separators, tell });
}

function reader(data: JsonObject): (name: string, part?: string) => string {
  const plain = (value: Json | undefined) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return (name, part) => {
    const value = data[name];
    return part === undefined ? plain(value) : plain(isObject(value) ? value[part] : undefined);
  };
}
