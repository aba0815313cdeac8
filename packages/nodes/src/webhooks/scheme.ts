/** Schemes a webhook can be verified by; the value of `verify.scheme` of the `webhook` node. */
export type SchemeId =
  | 'none'
  | 'shopify'
  | 'shopify-events'
  | 'stripe'
  | 'easypost'
  | 'shipstation'
  | 'shiphero'
  | 'business-central'
  | 'recharge'
  | 'standard-webhooks'
  | 'hmac'
  | 'api-key';

/**
 * A piece of the signed bytes: the raw body, the value of a header, a field of the signature header (`t` of
 * `t=1700000000,v1=…`), or fixed text. Joined without anything between.
 */
export type SignedPart =
  | { readonly part: 'body' }
  | { readonly part: 'header'; readonly name: string }
  | { readonly part: 'field'; readonly name: string }
  | { readonly part: 'text'; readonly text: string };

/** How the key of the HMAC is made from the secret's text. */
export type KeyEncoding =
  | { readonly kind: 'utf8' }
  /** The text in its compatibility form, so that one secret typed two ways is one key. @see UAX 15, NFKD */
  | { readonly kind: 'nfkd' }
  /** The bytes written in base64 after `prefix`, which may be absent. */
  | { readonly kind: 'base64'; readonly prefix: string };

/** How the header's text becomes the signatures to compare; any one that matches is enough. */
export interface SignatureFormat {
  readonly encoding: 'hex' | 'base64';
  /** Text before each signature; one that does not begin with it is ignored. Empty: none. */
  readonly prefix: string;
  /** Text between several signatures in one header; absent when there is only one. */
  readonly separator?: string;
}

/** What the door does with one message, with nothing left open. Names of headers are in lower case. */
export type VerificationPlan =
  | { readonly kind: 'none' }
  /** The header must be one of the secrets, compared in constant time. `prefix` is taken off first (`Bearer `). */
  | { readonly kind: 'key'; readonly header: string; readonly prefix: string }
  | {
      readonly kind: 'hmac';
      readonly header: string;
      readonly algorithm: 'sha1' | 'sha256' | 'sha512';
      readonly signed: readonly SignedPart[];
      readonly key: KeyEncoding;
      readonly format: SignatureFormat;
      /** Headers that must be there, beside the signature. */
      readonly required: readonly string[];
      readonly replayWindow?: ReplayWindow;
    }
  /**
   * Each item of the list `items` of the JSON body carries one of the secrets in `field`, where it is masked before the message is
   * kept. A request with the query parameter `handshake` is a question: its value is said back.
   */
  | { readonly kind: 'body'; readonly items: string; readonly field: string; readonly handshake: string }
  /** RSA-SHA256 in base64. The secret is a JWK set, the key of which the header `keyId` names. @see RFC 7517 */
  | {
      readonly kind: 'rsa';
      readonly header: string;
      readonly keyId: string;
      readonly signed: readonly SignedPart[];
      readonly required: readonly string[];
      readonly replayWindow?: ReplayWindow;
    };

/** Header with the moment of sending, or a field of it, and how far it may be from ours, either way. */
export interface ReplayWindow {
  readonly header: string;
  readonly field?: string;
  /** An RFC 3339 time is taken too; else Unix seconds only. */
  readonly iso?: boolean;
  readonly toleranceMs: number;
}

/** What the webhook node's `verify` parameter may say about a scheme. */
export interface SchemeOptions {
  readonly header?: string | undefined;
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512' | undefined;
  readonly encoding?: 'hex' | 'base64' | undefined;
  readonly prefix?: string | undefined;
}

/** A way senders prove who they are, as data: no cryptography here, the door executes the plan. */
export interface WebhookScheme {
  readonly id: SchemeId;
  readonly label: string;
  readonly description: string;
  /** Connection setting with the secret. Several valid secrets (rotation) stand on lines of their own. */
  readonly secretField?: string;
  /** Header with the sender's delivery id: what messages are deduplicated by unless the node says otherwise. */
  readonly deliveryIdHeader?: string;
  /** Expression over the body for senders that name the delivery only there: `=input.id`. */
  readonly deliveryId?: string;
  /** Where a message says when it happened: a header, or an expression over the body. Absent: nowhere, or not in a way to rely on. */
  readonly sourceTime?: string;
  /** Headers whose values are never kept with the run. */
  readonly secretHeaders: (options: SchemeOptions) => readonly string[];
  readonly plan: (options: SchemeOptions) => VerificationPlan;
}
