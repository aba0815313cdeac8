import type { JsonObject } from '../../../../simulators/kit/exchange.ts';
import { keepLast } from '../../../../simulators/kit/kept.ts';
import type { Random } from '../../../../simulators/kit/random.ts';
import type { FileTree } from '../../../kit/files/simulator/file-tree.ts';
import { interchangeOf, type Received, receive } from './interchange.ts';

/** What goes wrong on purpose on a partner's side; shares from 0 to 1. */
export interface PartnerFaults {
  /** Files whose SE01 is wrong; a refused one is sent again, right and with another control number. */
  readonly wrongCount?: number | undefined;
  /** Files that come a second time under another name. */
  readonly duplicateFile?: number | undefined;
  /** Files that lie there half written for a moment, under their final name. */
  readonly partialFile?: number | undefined;
  /** Files whose interchange names a sender nobody knows. */
  readonly strangerFile?: number | undefined;
  /** Files in UTF-16, as some editors save them. */
  readonly foreignCharset?: number | undefined;
  /** Orders refused by a 997, and not carried out. */
  readonly rejectOrder?: number | undefined;
  /** Milliseconds everything but the 997 comes later. */
  readonly lateMs?: number | undefined;
}

export interface MailroomSettings {
  readonly tree: FileTree;
  /** Folders on the server: what we put there, and where the partner puts its files. */
  readonly inbox: string;
  readonly outbox: string;
  readonly id: string;
  readonly clock: () => number;
  readonly draws: Random;
  readonly faults: () => PartnerFaults;
  /** Runs work after some milliseconds, unless the simulator is closed before. */
  readonly later: (ms: number, work: () => void) => void;
  /** Carries out one transaction. */
  readonly onTransaction: (set: string, data: JsonObject, customer: string) => void;
}

/** The side of a partner that knows X12: takes files, answers each with a 997, sends its own, and sends refused ones again. */
export interface Mailroom {
  /** A file lies in its inbox, whole. */
  take(path: string): void;
  /** Sends one transaction, in a file of its own. */
  send(set: string, customer: string, data: JsonObject, delayMs: number): void;
  state(): MailroomState;
}

export interface MailroomState {
  readonly received: number;
  /** Interchanges that came before, and were not carried out again. */
  readonly repeated: number;
  readonly refused: number;
  readonly sent: number;
  /** Ours that said no, and made it send again. */
  readonly sentAgain: number;
}

/** Half of a file lies there for so long. */
const PARTIAL_MS = 400;

export function createMailroom(settings: MailroomSettings): Mailroom {
  const { tree, inbox, outbox, id, clock, draws, faults, later, onTransaction } = settings;
  const known = keepLast<string, true>(10_000);
  const sentSets = keepLast<number, { readonly set: string; readonly customer: string; readonly data: JsonObject }>(
    5_000,
  );
  const counts = { received: 0, repeated: 0, refused: 0, sent: 0, sentAgain: 0 };
  // Numbers go on from session to session, as a partner's do.
  let number = Math.floor(clock() / 1000) % 400_000_000;
  const next = (): number => {
    number += 1;
    return number;
  };

  function put(name: string, text: string): void {
    const path = `${outbox}/${name}`;
    const isForeign = draws.chance(faults().foreignCharset ?? 0);
    const content = isForeign ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text);
    if (draws.chance(faults().partialFile ?? 0)) {
      tree.write(path, content.subarray(0, content.length >> 1));
      later(PARTIAL_MS, () => void tree.write(path, content));
      return;
    }
    tree.write(`${path}.tmp`, content);
    tree.rename(`${path}.tmp`, path);
  }

  function deliver(set: string, controlNumber: number, text: string): void {
    const name = `${set}-${String(controlNumber).padStart(9, '0')}`;
    put(`${name}.x12`, text);
    if (draws.chance(faults().duplicateFile ?? 0)) put(`${name}-again.x12`, text);
  }

  function write(set: string, customer: string, data: JsonObject, isFaulty: boolean): void {
    const controlNumber = next();
    const sender = draws.chance(faults().strangerFile ?? 0) ? 'STRANGER' : id;
    const text = interchangeOf({ sender, receiver: customer, controlNumber, at: clock() }, set, data);
    sentSets.set(controlNumber, { set, customer, data });
    counts.sent += 1;
    deliver(set, controlNumber, isFaulty ? text.replace(/SE\*(\d+)/, (_, count) => `SE*${Number(count) + 1}`) : text);
  }

  /** What our acknowledgements say of files it has sent. */
  function hear({ acknowledged }: Received): void {
    for (const { group, status } of acknowledged) {
      const sent = sentSets.get(Number(group));
      if (status !== 'rejected' || !sent) continue;
      sentSets.delete(Number(group));
      counts.sentAgain += 1;
      write(sent.set, sent.customer, sent.data, false);
    }
  }

  return {
    take: (path) => {
      const file = tree.read(path);
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (!file || !path.startsWith(`${inbox}/`) || name.includes('/') || !name.endsWith('.x12')) return;
      tree.makeFolder(`${inbox}/taken`);
      tree.remove(`${inbox}/taken/${name}`);
      tree.rename(path, `${inbox}/taken/${name}`);
      const read = receive(file.content.toString('utf8'));
      counts.received += 1;
      hear(read);
      const isRepeated = read.key !== undefined && known.get(read.key) !== undefined;
      const isRefused = !isRepeated && read.transactions.length > 0 && draws.chance(faults().rejectOrder ?? 0);
      const controlNumber = next();
      const answer = read.acknowledge({ sender: id, receiver: read.sender, controlNumber, at: clock() }, isRefused);
      if (answer) deliver('997', controlNumber, answer);
      if (read.key !== undefined && !isRefused) known.set(read.key, true);
      if (isRepeated) counts.repeated += 1;
      else if (isRefused) counts.refused += 1;
      else for (const { set, data } of read.transactions) onTransaction(set, data, read.sender);
    },
    send: (set, customer, data, delayMs) => {
      const isFaulty = draws.chance(faults().wrongCount ?? 0);
      later(delayMs + (faults().lateMs ?? 0), () => write(set, customer, data, isFaulty));
    },
    state: () => ({ ...counts }),
  };
}
