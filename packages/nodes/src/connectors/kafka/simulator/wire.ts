/** Values of the Kafka protocol in its classic encoding: big-endian, lengths before what they count. @see kafka.apache.org/protocol, "Protocol Primitive Types" */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  #take<T>(length: number, read: (at: number) => T): T {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw new RangeError('The request ends too early.');
    this.#at += length;
    return read(at);
  }

  int8 = (): number => this.#take(1, (at) => this.#bytes.readInt8(at));
  int16 = (): number => this.#take(2, (at) => this.#bytes.readInt16BE(at));
  int32 = (): number => this.#take(4, (at) => this.#bytes.readInt32BE(at));
  int64 = (): bigint => this.#take(8, (at) => this.#bytes.readBigInt64BE(at));
  bytesOf = (length: number): Buffer => this.#take(length, (at) => this.#bytes.subarray(at, at + length));

  nullableString = (): string | null => {
    const length = this.int16();
    return length < 0 ? null : this.bytesOf(length).toString('utf8');
  };
  string = (): string => this.nullableString() ?? '';
  nullableBytes = (): Buffer | null => {
    const length = this.int32();
    return length < 0 ? null : this.bytesOf(length);
  };
  bytes = (): Buffer => this.nullableBytes() ?? Buffer.alloc(0);

  /** Undefined where it is null. */
  nullableArray = <T>(item: () => T): T[] | undefined => {
    const length = this.int32();
    return length < 0 ? undefined : Array.from({ length }, item);
  };
  array = <T>(item: () => T): T[] => this.nullableArray(item) ?? [];

  /** Zigzag, seven bits at a time: inside of record batches. */
  varint = (): number => {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = this.int8() & 0xff;
      value |= BigInt(byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) break;
      shift += 7n;
    }
    return Number((value >> 1n) ^ -(value & 1n));
  };
}

/** The other way round. Each call adds to what was written. */
export class WireWriter {
  readonly #parts: Buffer[] = [];

  #put(length: number, write: (buffer: Buffer) => void): this {
    const buffer = Buffer.alloc(length);
    write(buffer);
    this.#parts.push(buffer);
    return this;
  }

  int8 = (value: number): this => this.#put(1, (buffer) => buffer.writeInt8(value));
  int16 = (value: number): this => this.#put(2, (buffer) => buffer.writeInt16BE(value));
  int32 = (value: number): this => this.#put(4, (buffer) => buffer.writeInt32BE(value));
  int64 = (value: bigint): this => this.#put(8, (buffer) => buffer.writeBigInt64BE(value));
  /** Up to 127. */
  compactLength = (value: number): this => this.int8(value + 1);

  raw = (bytes: Buffer): this => {
    this.#parts.push(bytes);
    return this;
  };
  string = (text: string | null): this => {
    if (text === null) return this.int16(-1);
    const bytes = Buffer.from(text);
    return this.int16(bytes.length).raw(bytes);
  };
  bytes = (bytes: Buffer | null): this => (bytes === null ? this.int32(-1) : this.int32(bytes.length).raw(bytes));
  array = <T>(items: readonly T[], write: (item: T, into: this) => void): this => {
    this.int32(items.length);
    for (const item of items) write(item, this);
    return this;
  };

  get buffer(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
