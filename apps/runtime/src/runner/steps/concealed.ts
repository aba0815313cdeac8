import type { HttpRequest, ResolvedConnection } from '@lockstep/schema/node';
import type { Failure, Json } from '@lockstep/schema/run';
import { isSecretName, MASK } from '../../telemetry/index.ts';

/** A shorter secret is also an ordinary word or number; taking it out would spoil data. */
const MIN_CHARS = 8;

/** The credentials one attempt has used, and how to keep them out of what it leaves behind. */
export interface Concealed {
  uses(connection: ResolvedConnection): void;
  sends(request: HttpRequest): void;
  hides(secrets: readonly string[]): void;
  /** The value without them: a system may send back what it was sent, and what a step gives is stored and shown. */
  conceal<T extends Json>(value: T): T;
  /** The same for a failure, whose sentence and details often quote the answer. */
  concealFailure(failure: Failure): Failure;
}

export function createConcealed(): Concealed {
  const texts = new Set<string>();

  function hide(secret: string): void {
    if (secret.length < MIN_CHARS) return;
    // As it is, within JSON text, and within an address.
    for (const text of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) texts.add(text);
  }

  const without = (text: string): string => {
    let left = text;
    for (const secret of texts) if (left.includes(secret)) left = left.replaceAll(secret, MASK);
    return left;
  };

  function conceal<T extends Json>(value: T): T {
    return texts.size === 0 ? value : (mapTexts(value, without) as T);
  }

  return {
    uses({ settings, secretNames = [] }) {
      // A secret field may hold several, one a line.
      for (const name of secretNames) for (const secret of settings[name]?.split(/\s*\n\s*/) ?? []) hide(secret);
    },
    sends({ headers = {} }) {
      // What is made of the secrets of a connection: Basic credentials, tokens that were fetched with them.
      for (const [name, value] of Object.entries(headers)) {
        if (isSecretName(name)) hide(value.replace(/^[A-Za-z-]+ +/, ''));
      }
    },
    hides: (secrets) => secrets.forEach(hide),
    conceal,
    concealFailure: (failure) =>
      texts.size === 0
        ? failure
        : {
            ...failure,
            message: without(failure.message),
            ...(failure.details === undefined ? {} : { details: conceal(failure.details) }),
          },
  };
}

/** A copy in which every text is changed; parts in which nothing changes are the parts themselves. */
function mapTexts(value: Json | undefined, change: (text: string) => string): Json | undefined {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => mapTexts(item, change) as Json);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const before = Object.entries(value);
  const after = before.map(([name, item]) => [name, mapTexts(item, change)] as const);
  return after.every(([, item], index) => item === before[index]?.[1]) ? value : (Object.fromEntries(after) as Json);
}
