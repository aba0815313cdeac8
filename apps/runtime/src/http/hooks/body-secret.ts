import type { Json, JsonObject } from '@lockstep/schema/run';
import { MASK } from '../../telemetry/index.ts';
import type { SenderProof } from './authenticate.ts';

/** Tokens are short; what is longer is no token, and is not said back. */
const LONGEST_TOKEN = 2_048;

/**
 * The answer to a sender that asks whether its messages are wanted here: its token, as plain text. Undefined for anything else. It
 * begins nothing, so it needs no proof.
 */
export function handshakeOf({ plan }: SenderProof, query: Readonly<Record<string, string>>): Response | undefined {
  if (plan.kind !== 'body' || !Object.hasOwn(query, plan.handshake)) return undefined;
  const token = query[plan.handshake] ?? '';
  if (token === '' || token.length > LONGEST_TOKEN) return undefined;
  // Never as HTML: whoever makes the link would choose what it says.
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  return new Response(token, { status: 200, headers });
}

/** The message without the secrets its items carry, as it may be kept and shown. */
export function concealed({ plan }: SenderProof, message: Json): Json {
  if (plan.kind !== 'body' || !isObject(message)) return message;
  const list = message[plan.items];
  if (!Array.isArray(list)) return message;
  const { field } = plan;
  return {
    ...message,
    [plan.items]: list.map((item: Json) => (isObject(item) && field in item ? { ...item, [field]: MASK } : item)),
  };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
