import { sha1 } from '@lockstep/schema/node';
import type { JsonObject } from '@lockstep/schema/run';
import type { NamespacePrefix } from '../../formats/xml/to-json.ts';
import { base64, utf8 } from '../kit/base64.ts';

const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const PROFILE = `${WSS}-username-token-profile-1.0`;
const ENCODING = `${WSS}-soap-message-security-1.0#Base64Binary`;

export const WSSE: NamespacePrefix = { prefix: 'wsse', uri: `${WSS}-wssecurity-secext-1.0.xsd` };
export const WSU: NamespacePrefix = { prefix: 'wsu', uri: `${WSS}-wssecurity-utility-1.0.xsd` };

export interface TokenParts {
  readonly username: string;
  readonly password: string;
  readonly kind: 'text' | 'digest';
  /** Epoch milliseconds. */
  readonly now: number;
  /** Never the same for two requests: the nonce is made of it. */
  readonly unique: string;
}

/** The header that says who asks: a UsernameToken, with the password or a digest of it. @see Web Services Security UsernameToken Profile 1.0, 3.1 */
export function usernameToken({ username, password, kind, now, unique }: TokenParts): JsonObject {
  const nonce = sha1(new Uint8Array(utf8(unique)));
  const created = new Date(now).toISOString();
  const digest = () => base64(sha1(new Uint8Array([...nonce, ...utf8(created), ...utf8(password)])));
  const type = `${PROFILE}#${kind === 'digest' ? 'PasswordDigest' : 'PasswordText'}`;
  return {
    'wsse:Security': {
      'wsse:UsernameToken': {
        'wsse:Username': username,
        'wsse:Password': { '@Type': type, '#text': kind === 'digest' ? digest() : password },
        'wsse:Nonce': { '@EncodingType': ENCODING, '#text': base64(nonce) },
        'wsu:Created': created,
      },
    },
  };
}
