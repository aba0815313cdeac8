import type { Json } from '@lockstep/schema/run';
import avro from 'avsc';

/** Reads payloads of one schema. */
export type Decode = (payload: Uint8Array) => Json;

/** 64 bits; beyond the whole numbers of JSON it is text. */
const long = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => {
    const value = bytes.readBigInt64LE();
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  },
  toBuffer: (value: number | string) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: Number,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'number' || typeof value === 'string',
  compare: (one: number, other: number) => one - other,
});

/**
 * @param schema Avro, as JSON
 * @throws Error when it is no Avro schema
 */
export function decoderOf(schema: Json): Decode {
  const type = avro.Type.forSchema(schema as unknown as avro.Schema, {
    registry: { long },
    omitRecordMethods: true,
  });
  return (payload) => jsonOf(type.fromBuffer(Buffer.from(payload)));
}

/** Bytes as Base64; a choice between types that look alike without its tag. */
function jsonOf(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (Array.isArray(value)) return value.map(jsonOf);
  if (typeof value !== 'object') return String(value);
  const tagged = (value as { readonly unwrap?: () => unknown }).unwrap;
  if (typeof tagged === 'function') return jsonOf(Object.values(value)[0]);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, jsonOf(inner)]));
}
