import type { CommonFaults, FaultPanel } from './faults.ts';
import type { Random } from './random.ts';

const STANDARD = 'whsec_';

/** The secret that follows one: `_next` behind it; a Standard Webhooks one, which is Base64, with its bytes turned round. */
export function nextSecret(secret: string): string {
  const bytes = secret.startsWith(STANDARD) ? Buffer.from(secret.slice(STANDARD.length), 'base64') : undefined;
  // Not every secret with that prefix is Base64: Stripe's are plain text.
  if (bytes === undefined || bytes.toString('base64') !== secret.slice(STANDARD.length)) return `${secret}_next`;
  return `${STANDARD}${bytes.reverse().toString('base64')}`;
}

/** Which secret signs the next webhook: while secrets are rotated, receivers take two. */
export function createSigning(
  secret: string,
  { faults, draws }: { readonly faults: FaultPanel<CommonFaults>; readonly draws: Random },
): () => string {
  const next = nextSecret(secret);
  return () => (draws.chance(faults.current().nextSecret ?? 0) ? next : secret);
}
