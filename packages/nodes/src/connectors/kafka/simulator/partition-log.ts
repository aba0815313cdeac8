import { ERRORS, type ErrorCode } from './errors.ts';
import { type Batch, placedBatch } from './record-batch.ts';

/** One partition: batches in their order, each once. */
export interface PartitionLog {
  readonly batches: readonly Batch[];
  /** The offset the next record gets. */
  readonly end: bigint;
  /** Appends, unless the producer has written the same before: then where it lies is told again. */
  append(sent: Buffer): { readonly error: ErrorCode; readonly baseOffset: bigint };
  /** Whole batches from the one on that holds `offset`, at least one where there is any, else up to `maxBytes`. */
  read(offset: bigint, maxBytes: number): Buffer;
  /** Settles when something was appended, or the time is over. */
  grown(ms: number): Promise<void>;
}

/** A broker knows this many of the last batches of a producer. */
const REMEMBERED = 5;

interface ProducerState {
  epoch: number;
  next: number;
  readonly last: Batch[];
}

export function createPartitionLog(): PartitionLog {
  const batches: Batch[] = [];
  const producers = new Map<bigint, ProducerState>();
  let end = 0n;
  let waiting: (() => void)[] = [];

  /** What a numbered batch is: new, known, or out of its order. @see KIP-98, "Idempotent Producer Guarantees" */
  function judge(batch: Batch): Batch | ErrorCode | undefined {
    if (batch.producerId < 0n) return undefined;
    const state = producers.get(batch.producerId);
    const known = state?.last.find(
      (each) => each.producerEpoch === batch.producerEpoch && each.firstSequence === batch.firstSequence,
    );
    if (known && known.count === batch.count) return known;
    if (state && batch.producerEpoch < state.epoch) return ERRORS.INVALID_PRODUCER_EPOCH;
    const expected = state && state.epoch === batch.producerEpoch ? state.next : 0;
    if (!state && batch.firstSequence !== 0) return ERRORS.UNKNOWN_PRODUCER_ID;
    if (batch.firstSequence !== expected) return ERRORS.OUT_OF_ORDER_SEQUENCE_NUMBER;
    producers.set(batch.producerId, {
      epoch: batch.producerEpoch,
      next: batch.firstSequence + batch.count,
      last: [...(state?.last ?? []), batch].slice(-REMEMBERED),
    });
    return undefined;
  }

  return {
    batches,
    get end() {
      return end;
    },
    append(sent) {
      const batch = placedBatch(sent, end);
      if (!batch) return { error: ERRORS.CORRUPT_MESSAGE, baseOffset: -1n };
      const judged = judge(batch);
      if (typeof judged === 'number') return { error: judged, baseOffset: -1n };
      if (judged) return { error: ERRORS.NONE, baseOffset: judged.baseOffset };
      batches.push(batch);
      end = batch.nextOffset;
      for (const wake of waiting) wake();
      waiting = [];
      return { error: ERRORS.NONE, baseOffset: batch.baseOffset };
    },
    read(offset, maxBytes) {
      const found: Buffer[] = [];
      let bytes = 0;
      for (const batch of batches) {
        if (batch.nextOffset <= offset) continue;
        if (found.length > 0 && bytes + batch.bytes.length > maxBytes) break;
        found.push(batch.bytes);
        bytes += batch.bytes.length;
      }
      return Buffer.concat(found);
    },
    grown: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        timer.unref();
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
