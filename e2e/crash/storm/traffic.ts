import { sleep } from '../../world.ts';
import type { Arena, Kind } from '../kit/arena.ts';
import type { ChaosOptions } from './options.ts';
import { randomOf } from './random.ts';

/** What the drill flow is sent, in turn. */
const DRILLS: readonly Kind[] = [
  'wait',
  'lane',
  'once',
  'undo',
  'lane',
  'wait',
  'retry',
  'lane',
  'once',
  'delay',
  'lane',
  'plain',
];
/** Messages that are being delivered at a time. */
const SENDERS = 16;

/** Everything that is sent, in the order it came about. Drills are spread among the orders. */
export function messagesOf({ orders, drills }: Pick<ChaosOptions, 'orders' | 'drills'>): readonly Kind[] {
  const kinds: Kind[] = [];
  let owed = 0;
  let drill = 0;
  for (let order = 0; order < orders; order += 1) {
    kinds.push('order');
    for (owed += drills; owed >= 1; owed -= 1) kinds.push(DRILLS[drill++ % DRILLS.length] as Kind);
  }
  return kinds;
}

/**
 * Delivers all messages over the length of the storm: each until it is accepted, some twice, the next one drawn among a
 * few. For a message that waits, both events are told, the first one twice, at a moment that may be before the wait.
 */
export async function deliver(arena: Arena, options: ChaosOptions, report: (sent: number) => void): Promise<void> {
  const random = randomOf(options.seed);
  const waiting = messagesOf(options).map((kind, index) => ({ kind, index }));
  const total = waiting.length;
  const from = Date.now();
  let taken = 0;
  let sent = 0;

  async function one(): Promise<void> {
    const at = Math.floor(random() * Math.min(options.reorder, waiting.length));
    const [message] = waiting.splice(at, 1);
    if (!message) return;
    const dueMs = (taken / total) * options.seconds * 1000;
    taken += 1;
    const copies = random() < options.duplicates ? 2 : 1;
    const first = Math.floor(random() * arena.members.length);
    await sleep(Math.max(0, dueMs - (Date.now() - from)));
    const { ref, kind } = await arena.send(message.kind, first, copies);
    sent += 1;
    if (sent % 250 === 0) report(sent);
    if (kind !== 'wait') return;
    if (random() < 0.5) await sleep(random() * 2_000);
    await arena.tell(ref, 1, first);
    await arena.tell(ref, 1, first + 1);
    await arena.tell(ref, 2, first);
  }

  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (waiting.length > 0) await one();
    }),
  );
}
