import type { Json, JsonObject } from '@lockstep/schema/run';
import type { GroupReceipt, TransactionReceipt, X12Receipt } from './receipts.ts';
import type { X12ToWrite } from './write.ts';

/** Which acknowledgements are made; `as-needed`: a 997 for each group, and a TA1 where it was asked for or the interchange is refused. */
export type AcknowledgementKind = 'as-needed' | '997' | 'TA1' | 'both';

/** Codes of lists 715, 717 and I17. */
const LETTERS: Readonly<Record<GroupReceipt['status'], string>> = {
  accepted: 'A',
  'accepted-with-errors': 'E',
  'partly-accepted': 'P',
  rejected: 'R',
};

/**
 * What is answered to what came in: sender and receiver in each other's place, for each group a 997, for the interchange a TA1.
 * Acknowledgements are not acknowledged. `undefined`: there is nothing to answer.
 *
 * @see X12 4010, set 997 and segment TA1
 */
export function acknowledgementOf(receipts: readonly X12Receipt[], kind: AcknowledgementKind): X12ToWrite | undefined {
  const interchanges: JsonObject[] = [];
  const transactions: JsonObject[] = [];
  const technical: JsonObject[] = [];
  for (const receipt of receipts) {
    const groups = receipt.groups.filter(({ functionalId }) => functionalId !== 'FA');
    const onlyAcknowledgements = receipt.groups.length > 0 && groups.length === 0;
    const isAsked = receipt.acknowledgementRequested || receipt.status === 'rejected';
    const withTechnical = kind === 'TA1' || kind === 'both' || (kind === 'as-needed' && isAsked);
    const withGroups = kind !== 'TA1' && !(kind === 'as-needed' && receipt.status === 'rejected');
    if (onlyAcknowledgements && !(withTechnical && receipt.acknowledgementRequested)) continue;
    if (!withTechnical && (!withGroups || groups.length === 0)) continue;
    const interchange = interchanges.length;
    if (withTechnical) technical.push({ interchange, data: technicalOf(receipt) });
    const heads: JsonObject[] = [];
    for (const group of withGroups ? groups : []) {
      const found = heads.findIndex(({ sender, receiver }) => sender === group.receiver && receiver === group.sender);
      const at = found === -1 ? heads.length : found;
      if (found === -1)
        heads.push({ functionalId: 'FA', sender: group.receiver, receiver: group.sender, version: group.version });
      transactions.push({ interchange, group: at, set: '997', data: dataOf(group) });
    }
    interchanges.push({
      senderQualifier: receipt.receiverQualifier,
      sender: receipt.receiver,
      receiverQualifier: receipt.senderQualifier,
      receiver: receipt.sender,
      version: receipt.version,
      usage: receipt.usage,
      groups: heads,
    });
  }
  return interchanges.length > 0 ? { interchanges, transactions, technical } : undefined;
}

function technicalOf({ controlNumber, date, time, status, code }: X12Receipt): JsonObject {
  return { controlNumber, date, time, status: LETTERS[status], code };
}

function dataOf(group: GroupReceipt): JsonObject {
  const { functionalId, controlNumber, version, transactions, stated, status, codes } = group;
  const accepted = status === 'rejected' ? 0 : transactions.filter((each) => each.status !== 'rejected').length;
  return {
    // The version came with 5010; partners of 4010 do not expect it.
    group: { functionalId, controlNumber, ...(version >= '005010' && { version }) },
    transactions: transactions.map(transactionData),
    result: {
      status: LETTERS[status],
      included: stated,
      received: transactions.length,
      accepted,
      ...(codes.length > 0 && { codes: codes.map((code) => ({ code })) }),
    },
  };
}

function transactionData({
  set,
  controlNumber,
  implementation,
  status,
  codes,
  segments,
}: TransactionReceipt): JsonObject {
  return {
    set,
    controlNumber,
    ...(implementation !== undefined && { implementation }),
    segments: segments.map(
      ({ segment, position, code, elements }): Json => ({
        segment,
        position,
        ...(code !== undefined && { code }),
        elements: elements.map(({ element, component, code: problem, value }) => ({
          position: { element, ...(component !== undefined && { component }) },
          code: problem,
          ...(value !== undefined && { value }),
        })),
      }),
    ),
    result: { status: LETTERS[status], ...(codes.length > 0 && { codes: codes.map((code) => ({ code })) }) },
  };
}
