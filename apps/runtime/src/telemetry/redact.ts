export const MASK = '***';

/** Names under which secrets travel: headers, settings, parameters. Compared without case, dashes and underscores. */
const SECRET_NAME =
  /^(authorization|proxyauthorization|cookie|setcookie|xcsrftoken|.*(password|passwd|passphrase|secret|apikey|accesskey|privatekey|signature|credentials?)|.*tokens?|(.*hmac.*))$/;

/** Credentials inside of text: in an address, or behind the name of a scheme where no ordinary word has that form. */
const IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,500}@/gi, `$1${MASK}@`],
  [/\b(basic)\s+(?:[a-z0-9+/]{4,}={1,2}|[a-z0-9+/]{20,})/gi, `$1 ${MASK}`],
  [/\b(bearer)\s+[a-z0-9._~+/=-]{12,}/gi, `$1 ${MASK}`],
];

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replaceAll(/[-_.\s]/g, ''));
}

export function redactText(text: string): string {
  return IN_TEXT.reduce((masked, [pattern, replacement]) => masked.replaceAll(pattern, replacement), text);
}

/**
 * A copy of a value, as JSON would show it, in which everything that looks like a secret is masked: by the name it stands
 * under, or by its form within a text. What leads back to itself, or lies deeper than 32 levels, is shown as `…`.
 */
export function redact(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (above.length >= 32 || above.includes(value)) return '…';
  const inside = [...above, value];
  if (Array.isArray(value)) return value.map((item) => redact(item, inside));
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (value instanceof Error) return redactError(value, inside);
  if ('toJSON' in value && typeof value.toJSON === 'function') return redact(value.toJSON(), inside);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isSecret(name, item) ? MASK : redact(item, inside)]),
  );
}

/** An empty value under a secret name shows that there is none; objects are looked into. */
function isSecret(name: string, value: unknown): boolean {
  return isSecretName(name) && value !== '' && (typeof value === 'string' || typeof value === 'number');
}

function redactError(error: Error, inside: readonly object[]): unknown {
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  return {
    name,
    ...code,
    message: redactText(message),
    ...(stack === undefined ? {} : { stack: redactText(stack) }),
    ...(cause === undefined ? {} : { cause: redact(cause, inside) }),
  };
}
