import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { type Mail, type ResolvedConnection, StepError } from '@lockstep/schema/node';
import { mailFailed } from './failures.ts';

/** Opens a socket under the address rules of the process; rejects with the code `EGRESS_BLOCKED` where they forbid it. */
export type OpenSocket = (target: {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}) => Promise<Socket>;

export interface MailOptions {
  readonly openSocket: OpenSocket;
  /** Limit of opening a session; 10,000 ms when absent. */
  readonly connectMs?: number;
  /** Limit of each answer; 30,000 ms when absent. */
  readonly answerMs?: number;
}

const PORTS = { smtp: 587, smtps: 465 } as const;

/** The one way to send mail. The library is loaded with the first one. */
export function createMail({ openSocket, connectMs = 10_000, answerMs = 30_000 }: MailOptions): Mail {
  async function transportTo(connection: ResolvedConnection) {
    const { createTransport } = await import('nodemailer');
    const { host, port, secure } = addressOf(connection);
    const { username = '', password = '', tls = '' } = connection.settings;
    return createTransport({
      host,
      port,
      secure,
      requireTLS: !secure && tls !== 'off',
      ignoreTLS: tls === 'off',
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      socketTimeout: answerMs,
      tls: { servername: host },
      ...(username !== '' && { auth: { user: username, pass: password } }),
      getSocket: (_options: unknown, done: (error: unknown, made?: { connection: Socket }) => void) => {
        openSocket({ host, port, timeoutMs: connectMs }).then((socket) => done(null, { connection: socket }), done);
      },
    } as Parameters<typeof createTransport>[0]);
  }

  return {
    async send(connection, { from, to, cc, bcc, replyTo, subject, text, html, messageId }) {
      const server = `"${connection.id}"`;
      const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
      const composed = new MailComposer({
        from,
        to: [...to],
        cc: [...cc],
        bcc: [...bcc],
        subject,
        text,
        messageId,
        ...(replyTo !== undefined && { replyTo }),
        ...(html !== undefined && { html }),
        // Nothing of a message may have files or addresses fetched.
        disableFileAccess: true,
        disableUrlAccess: true,
      }).compile();
      const envelope = composed.getEnvelope();
      const bytes = await composed.build();
      let begun = false;
      const raw = Readable.from(
        (async function* () {
          begun = true;
          yield bytes;
        })(),
      );
      const transport = await transportTo(connection);
      try {
        const { accepted, rejected } = await transport.sendMail({ envelope, raw });
        return { accepted: accepted.map(addressText), rejected: rejected.map(addressText) };
      } catch (error) {
        throw mailFailed(error, { server, begun });
      } finally {
        transport.close();
      }
    },

    async signIn(connection) {
      const transport = await transportTo(connection);
      try {
        await transport.verify();
      } catch (error) {
        throw mailFailed(error, { server: `"${connection.id}"`, begun: false });
      } finally {
        transport.close();
      }
    },
  };
}

function addressText(address: string | { readonly address: string }): string {
  return typeof address === 'string' ? address : address.address;
}

function addressOf({ id, baseUrl }: ResolvedConnection) {
  const url = URL.parse(baseUrl);
  const scheme = url?.protocol.slice(0, -1);
  if (url && url.hostname !== '' && (scheme === 'smtp' || scheme === 'smtps')) {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    return { host, port: Number(url.port) || PORTS[scheme], secure: scheme === 'smtps' };
  }
  const message = `The address of "${id}" must begin with smtp:// or smtps://.`;
  throw new StepError({ kind: 'flow', category: 'validation', code: 'address-wrong', message });
}
