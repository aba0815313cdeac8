import type { Consent, ConsentPurpose, CustomerValues } from './fields.ts';
import { order } from './history.ts';

/** The newest word of a person on each purpose, whoever heard it. Of two at one moment the refusal counts. */
export function newestConsents(heard: readonly Consent[]): readonly Consent[] {
  const newest = new Map<ConsentPurpose, Consent>();
  for (const consent of heard) {
    const known = newest.get(consent.purpose);
    if (!known || isNewer(consent, known)) newest.set(consent.purpose, consent);
  }
  return [...newest.values()].sort((one, other) => order(one.purpose, other.purpose));
}

function isNewer(one: Consent, other: Consent): boolean {
  const ms = Date.parse(one.at) - Date.parse(other.at);
  if (ms !== 0) return ms > 0;
  if (one.granted !== other.granted) return other.granted;
  return order(one.source ?? '', other.source ?? '') > 0;
}

/** Nobody who said nothing has agreed. */
export function hasConsent({ consents = [] }: CustomerValues, purpose: ConsentPurpose): boolean {
  return newestConsents(consents).some((each) => each.purpose === purpose && each.granted);
}
