import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyEncoding, ReplayWindow, SignedPart, VerificationPlan } from '@lockstep/nodes/webhooks';
import { checkRsa } from './rsa.ts';

export interface SignedMessage {
  /** Value of a header by lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** Exactly what came over the wire, content encoding included. */
  readonly raw: Uint8Array;
  /** Epoch milliseconds at which it came. */
  readonly receivedAt: number;
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Secrets of a connection field, one a line, so that two are valid while a secret is changed. Each is taken exactly as
 * it stands: a blank at its end is part of it.
 */
export function secretLines(value: string | undefined): readonly string[] {
  return (value ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
}

const OK: Verdict = { ok: true };
const no = (reason: string): Verdict => ({ ok: false, reason });

/**
 * Executes the verification plan of a webhook. Any of the secrets may match; an empty secret never does. Comparisons take
 * the same time wherever the first difference is. Reasons are for the sender and tell nothing about the secret.
 */
export function verify(plan: VerificationPlan, secrets: readonly string[], message: SignedMessage): Verdict {
  if (plan.kind === 'none') return OK;
  const usable = secrets.filter((secret) => secret !== '');
  if (usable.length === 0) return no('This hook has no secret yet; set it in its connection.');
  if (plan.kind === 'body') return checkBody(plan, usable, message.raw);
  const text = message.header(plan.header);
  if (text === undefined || text === '') return no(`The header ${plan.header} is missing.`);
  if (plan.kind === 'key') {
    const given = text.startsWith(plan.prefix) ? text.slice(plan.prefix.length) : '';
    return usable.some((secret) => sameText(given, secret)) ? OK : no('The key is not valid.');
  }
  for (const name of plan.required) {
    if (!message.header(name)) return no(`The header ${name} is missing.`);
  }
  const fieldOf = (name: string): string =>
    fieldIn(text, name, plan.kind === 'hmac' ? plan.format.separator : undefined);
  const stale = plan.replayWindow && checkTime(plan.replayWindow, message, fieldOf);
  if (stale) return no(stale);
  if (plan.kind === 'rsa') {
    const signed = plan.signed.map((piece) => Buffer.from(bytesOf(piece, message, fieldOf)));
    const said = { keyId: message.header(plan.keyId) ?? '', signature: text, signed: Buffer.concat(signed) };
    const reason = checkRsa(usable, said);
    return reason === undefined ? OK : no(reason);
  }
  const signatures = signaturesIn(text, plan.format);
  const matches = usable.some((secret) => {
    const key = hmacKey(secret, plan.key);
    if (key === undefined || key.length === 0) return false;
    const hmac = createHmac(plan.algorithm, key);
    for (const piece of plan.signed) {
      hmac.update(bytesOf(piece, message, fieldOf));
    }
    const wanted = hmac.digest();
    return signatures.some((given) => given.length === wanted.length && timingSafeEqual(given, wanted));
  });
  return matches ? OK : no('The signature does not match the body.');
}

/** Every item must carry a secret: one without it may be anybody's. */
function checkBody(
  { items, field }: { readonly items: string; readonly field: string },
  secrets: readonly string[],
  raw: Uint8Array,
): Verdict {
  const list = itemsOf(raw, items);
  if (list === undefined || list.length === 0) return no(`The body has no list "${items}".`);
  const isKnown = (item: unknown): boolean => {
    const given = (item as Readonly<Record<string, unknown>> | null)?.[field];
    return typeof given === 'string' && secrets.some((secret) => sameText(given, secret));
  };
  return list.every(isKnown) ? OK : no(`The "${field}" is not the one we gave.`);
}

function itemsOf(raw: Uint8Array, items: string): readonly unknown[] | undefined {
  try {
    const body: unknown = JSON.parse(Buffer.from(raw).toString('utf8'));
    const list =
      typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[items] : undefined;
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

function bytesOf(piece: SignedPart, message: SignedMessage, fieldOf: (name: string) => string): string | Uint8Array {
  switch (piece.part) {
    case 'body':
      return message.raw;
    case 'header':
      return message.header(piece.name) ?? '';
    case 'field':
      return fieldOf(piece.name);
    case 'text':
      return piece.text;
    default:
      return piece satisfies never;
  }
}

/** What stands behind the first `name=` of a signature header; empty when it is not there. */
function fieldIn(text: string, name: string, separator = ','): string {
  const found = text.split(separator, MAX_SIGNATURES).find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? '';
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function checkTime(
  { header, field, iso, toleranceMs }: ReplayWindow,
  { header: read, receivedAt }: SignedMessage,
  fieldOf: (name: string) => string,
): string | undefined {
  const text = field === undefined ? (read(header) ?? '') : fieldOf(field);
  const place = field === undefined ? `The header ${header}` : `"${field}" in the header ${header}`;
  const isSeconds = /^\d{1,12}$/.test(text);
  const at = isSeconds ? Number(text) * 1000 : iso === true && RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return `${place} is not a time${iso === true ? '' : ' in Unix seconds'}.`;
  const apartMs = Math.abs(at - receivedAt);
  return apartMs > toleranceMs ? `The message is more than ${toleranceMs / 1000} s away from our clock.` : undefined;
}

type HmacPlan = Extract<VerificationPlan, { kind: 'hmac' }>;

/** At most this many signatures of one header are tried. */
const MAX_SIGNATURES = 20;

function signaturesIn(text: string, { encoding, prefix, separator }: HmacPlan['format']): readonly Buffer[] {
  const parts = separator === undefined ? [text] : text.split(separator, MAX_SIGNATURES);
  return parts.flatMap((part) => {
    if (!part.startsWith(prefix)) return [];
    const encoded = part.slice(prefix.length);
    // Buffer.from skips what it does not know; only the one exact spelling may pass.
    const bytes = Buffer.from(encoded, encoding);
    const isExact =
      encoding === 'hex' ? bytes.toString('hex') === encoded.toLowerCase() : bytes.toString('base64') === encoded;
    return isExact ? [bytes] : [];
  });
}

function hmacKey(secret: string, encoding: KeyEncoding): Buffer | undefined {
  if (encoding.kind === 'utf8') return Buffer.from(secret, 'utf8');
  if (encoding.kind === 'nfkd') return Buffer.from(secret.normalize('NFKD'), 'utf8');
  const text = secret.startsWith(encoding.prefix) ? secret.slice(encoding.prefix.length) : secret;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '') ? bytes : undefined;
}

/** Equal length is not required by `timingSafeEqual` when both are hashed first. */
function sameText(given: string, wanted: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text, 'utf8').digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
