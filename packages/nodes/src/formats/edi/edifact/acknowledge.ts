import type { Json, JsonObject } from '@lockstep/schema/run';
import { isObject } from '../kit/raw-segment.ts';
import type { EdifactRead } from './document.ts';
import type { EdifactReceipt, GroupReceipt, MessageReceipt } from './receipts.ts';
import { TRADACOMS } from './tradacoms.ts';
import type { EdifactToWrite } from './write.ts';

/** Codes of list 0083. */
const REJECTED = '4';
const ACKNOWLEDGED = '7';

/**
 * What is answered to what came in: sender and receiver in each other's place, for each interchange a CONTRL that acknowledges or
 * rejects it and each of its messages. CONTRL is not acknowledged, and TRADACOMS has no acknowledgement. `undefined`: there is nothing to answer.
 *
 * @see ISO 9735-4
 */
export function acknowledgementOf(receipts: readonly EdifactReceipt[]): EdifactToWrite | undefined {
  const interchanges: JsonObject[] = [];
  const messages: JsonObject[] = [];
  for (const receipt of receipts) {
    const own = receipt.messages.filter(({ type }) => type !== 'CONTRL');
    if (receipt.syntax === TRADACOMS || (own.length === 0 && receipt.messages.length > 0)) continue;
    const isFour = receipt.syntaxVersion >= '4';
    const [version, release] = isFour ? ['4', '1'] : ['D', '3'];
    messages.push({
      interchange: interchanges.length,
      type: 'CONTRL',
      version,
      release,
      agency: 'UN',
      data: dataOf(receipt, own),
    });
    interchanges.push({
      syntax: receipt.syntax || 'UNOA',
      syntaxVersion: receipt.syntaxVersion || '3',
      sender: receipt.receiver,
      senderQualifier: receipt.receiverQualifier,
      receiver: receipt.sender,
      receiverQualifier: receipt.senderQualifier,
      isTest: receipt.isTest,
    });
  }
  return interchanges.length > 0 ? { interchanges, messages } : undefined;
}

function dataOf(receipt: EdifactReceipt, messages: readonly MessageReceipt[]): JsonObject {
  const interchange = { reference: receipt.controlNumber, ...partners(receipt), ...actionOf(receipt) };
  // What is rejected as a whole is not told in parts.
  if (receipt.status === 'rejected') return { interchange };
  const inGroup = (group: string) => messages.filter((message) => message.group === group).map(messageData);
  return {
    interchange,
    messages: inGroup(''),
    groups: receipt.groups.map((group) => ({
      reference: group.controlNumber,
      ...partners(group),
      ...actionOf(group),
      ...(group.status !== 'rejected' && { messages: inGroup(group.controlNumber) }),
    })),
  };
}

function partners({ sender, senderQualifier, receiver, receiverQualifier }: EdifactReceipt | GroupReceipt): JsonObject {
  const partner = (id: string, qualifier: string) => ({ id, ...(qualifier !== '' && { qualifier }) });
  return {
    ...(sender !== '' && { sender: partner(sender, senderQualifier) }),
    ...(receiver !== '' && { receiver: partner(receiver, receiverQualifier) }),
  };
}

function actionOf({ status, code }: { readonly status: string; readonly code?: string }): JsonObject {
  if (status !== 'rejected') return { action: ACKNOWLEDGED };
  return { action: REJECTED, ...(code !== undefined && { error: code }) };
}

function messageData({
  reference,
  type,
  version,
  release,
  agency,
  association,
  segments,
  ...verdict
}: MessageReceipt): Json {
  return {
    reference,
    message: { type, version, release, agency, ...(association !== '' && { association }) },
    ...actionOf(verdict),
    ...(verdict.status === 'rejected' && {
      segments: segments.map(({ position, code, elements }) => ({
        position,
        ...(code !== undefined && { error: code }),
        elements: elements.map(({ element, component, code: error }) => ({
          error,
          position: { element, ...(component !== undefined && { component }) },
        })),
      })),
    }),
  };
}

/** What the other side says of an interchange or message of ours. */
export interface Acknowledged {
  readonly about: 'interchange' | 'group' | 'message';
  /** Control number or reference we gave it. */
  readonly controlNumber: string;
  /** Control number of the interchange it was in. */
  readonly interchange: string;
  readonly type?: string;
  readonly status: 'accepted' | 'rejected';
  /** What is wrong, in words. */
  readonly reasons: readonly string[];
}

/** Which interchanges, groups and messages of ours the CONTRL messages of a text tell of. */
export function acknowledgedOf({ messages }: Pick<EdifactRead, 'messages'>): readonly Acknowledged[] {
  return messages.flatMap(({ type, data }) => {
    if (type !== 'CONTRL' || !data) return [];
    const head = isObject(data.interchange) ? data.interchange : {};
    const interchange = String(head.reference ?? '');
    const messagesOf = (list: Json | undefined) => listOf(list).map((each) => toldOf('message', each, interchange));
    return [
      toldOf('interchange', head, interchange),
      ...messagesOf(data.messages),
      ...listOf(data.groups).flatMap((group) => [toldOf('group', group, interchange), ...messagesOf(group.messages)]),
    ];
  });
}

function toldOf(about: Acknowledged['about'], data: JsonObject, interchange: string): Acknowledged {
  const reasons = listOf(data.segments).flatMap((segment) => {
    const where = `Segment ${segment.position}`;
    const elements = listOf(segment.elements).map((element) => {
      const at = isObject(element.position) ? element.position : {};
      const part = at.component === undefined ? '' : `-${at.component}`;
      return `${where}, element ${Number(at.element) - 1}${part}: ${wordsOf(element)}`;
    });
    return [...(segment.error === undefined ? [] : [`${where}: ${wordsOf(segment)}`]), ...elements];
  });
  const { message } = data;
  return {
    about,
    controlNumber: String(data.reference ?? ''),
    interchange,
    ...(isObject(message) && { type: String(message.type ?? '') }),
    status: data.action === ACKNOWLEDGED || data.action === '8' ? 'accepted' : 'rejected',
    reasons: [...(data.error === undefined ? [] : [wordsOf(data)]), ...reasons],
  };
}

function wordsOf(data: JsonObject): string {
  return String(data.errorMeaning ?? `Code ${data.error}`);
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
