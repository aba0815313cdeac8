import { crc32c } from './crc32c.ts';
import { WireReader } from './wire.ts';

/** Where things are in a batch of records, magic 2. @see kafka.apache.org/documentation, "Record Batch" */
const AT = {
  length: 8,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTimestamp: 27,
  producerId: 43,
  producerEpoch: 51,
  firstSequence: 53,
  count: 57,
  records: 61,
} as const;
const LENGTH_BEGINS = 12;
const COMPRESSION = 0x07;

export interface Batch {
  readonly bytes: Buffer;
  readonly baseOffset: bigint;
  /** Offset behind its last record. */
  readonly nextOffset: bigint;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly count: number;
}

export interface StoredRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Takes a batch apart as far as a log needs it, and gives it its place in the log: the base offset is outside of what the checksum covers.
 *
 * @returns undefined where it is none of magic 2, or its checksum is wrong
 */
export function placedBatch(sent: Buffer, baseOffset: bigint): Batch | undefined {
  if (sent.length < AT.records || sent.readInt8(AT.magic) !== 2) return undefined;
  if (sent.readInt32BE(AT.length) !== sent.length - LENGTH_BEGINS) return undefined;
  if (sent.readUInt32BE(AT.crc) !== crc32c(sent.subarray(AT.attributes))) return undefined;
  const bytes = Buffer.from(sent);
  bytes.writeBigInt64BE(baseOffset);
  return {
    bytes,
    baseOffset,
    nextOffset: baseOffset + BigInt(bytes.readInt32BE(AT.lastOffsetDelta)) + 1n,
    producerId: bytes.readBigInt64BE(AT.producerId),
    producerEpoch: bytes.readInt16BE(AT.producerEpoch),
    firstSequence: bytes.readInt32BE(AT.firstSequence),
    count: bytes.readInt32BE(AT.count),
  };
}

/** The records of a batch that is not compressed; none of one that is. */
export function recordsOf({ bytes, baseOffset, count }: Batch): readonly StoredRecord[] {
  if ((bytes.readInt16BE(AT.attributes) & COMPRESSION) !== 0) return [];
  const first = bytes.readBigInt64BE(AT.firstTimestamp);
  const reader = new WireReader(bytes.subarray(AT.records));
  const text = (): string | null => {
    const length = reader.varint();
    return length < 0 ? null : reader.bytesOf(length).toString('utf8');
  };
  return Array.from({ length: count }, () => {
    reader.varint();
    reader.int8();
    const timestamp = first + BigInt(reader.varint());
    const offset = baseOffset + BigInt(reader.varint());
    const [key, value] = [text(), text()];
    const headers = Array.from({ length: reader.varint() }, (): [string, string] => [text() ?? '', text() ?? '']);
    return { offset: String(offset), timestamp: String(timestamp), key, value, headers: Object.fromEntries(headers) };
  });
}
