/** Character encodings of files; every one has its own pure decoder here, because a node has neither `Buffer` nor `TextDecoder`. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A byte that does not belong to its encoding, by its offset from the first byte the decoder was given. */
export interface BadByte {
  readonly badByte: number;
}

/** Turns bytes into text chunk by chunk; characters cut in two by a chunk are kept for the next. Strict: nothing is replaced. */
export interface Decoder {
  push(bytes: Uint8Array): string | BadByte;
  /** Call once behind the last chunk. */
  end(): '' | BadByte;
}

/** A character the encoding does not have, by its place in the text. */
export interface BadCharacter {
  readonly badCharacter: number;
}
