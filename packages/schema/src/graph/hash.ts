import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Flow } from './flow.ts';
import { canonicalJson } from './serialise.ts';

/**
 * SHA-256 (hex) of what a flow means: everything but the layout, the pinned samples of the draft, and the versions of tables and contracts that publishing wrote into it. A
 * moved box gives the same hash, any other change another one; the order of keys in the file does not matter.
 */
export function contentHash(flow: Flow): string {
  const { layout: _, pins: ___, pinned: ____, ...content } = flow;
  const { tables: __, ...settings } = flow.settings;
  return hashOf({ ...content, settings });
}

/** SHA-256 (hex) of the whole document, layout included: the identity of a stored snapshot. */
export function documentHash(flow: Flow): string {
  return hashOf(flow);
}

function hashOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
}
