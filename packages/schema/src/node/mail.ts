import type { ResolvedConnection } from './context.ts';

export interface OutgoingMail {
  /** `Name <address>` or an address; so everywhere here. */
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** The same in every attempt, in angle brackets: mailboxes that have it once may leave a second one out. */
  readonly messageId: string;
}

export interface MailSent {
  readonly accepted: readonly string[];
  /** Addresses the server would not take, while it took others. */
  readonly rejected: readonly string[];
}

/**
 * Mail, by a connection that speaks SMTP.
 *
 * Throws StepError: kind `transient` `connect-failed` or `mail-deferred` (nothing was sent), `connection-lost` (`outcomeUnknown` once the
 * text was on its way); kind `refused` `mail-auth`, `mail-refused`; kind `flow` `address-wrong`, `egress-blocked`.
 */
export interface Mail {
  /** Ends when the server has taken the mail for at least one address. */
  send(connection: ResolvedConnection, mail: OutgoingMail): Promise<MailSent>;
  /** Signs in, and does nothing. */
  signIn(connection: ResolvedConnection): Promise<void>;
}
