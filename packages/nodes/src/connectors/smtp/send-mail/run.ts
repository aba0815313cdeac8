import { type RunNode, StepError } from '@lockstep/schema/node';
import type { sendMail } from './definition.ts';

export const runSendMail: RunNode<typeof sendMail> = async ({ params }, ctx) => {
  const { from, subject, text, html, replyTo } = params;
  const [to, cc, bcc] = [listed(params.to, 'To'), listed(params.cc, 'Copy to'), listed(params.bcc, 'Blind copy to')];
  if (to.length === 0) throw unfit('Nobody stands under "To".');
  const [sender, ...others] = listed(from, 'From');
  if (sender === undefined || others.length > 0) throw unfit('Under "From" there must be one address.');
  const connection = await ctx.connection(params.connection);
  // Letters, digits and dots only: a key has signs that a Message-ID must not have (RFC 5322, 3.6.4).
  const messageId = `<${ctx.key.replace(/[^A-Za-z0-9.-]/g, '.')}@lockstep.invalid>`;
  const { accepted, rejected } = await ctx.mail.send(connection, {
    from: sender,
    to,
    cc,
    bcc,
    subject,
    text,
    messageId,
    ...(html !== undefined && html !== '' && { html }),
    ...(replyTo !== undefined && replyTo !== '' && { replyTo }),
  });
  if (rejected.length > 0) ctx.log('warn', `${rejected.length} of the addresses were not taken.`);
  return { port: 'sent', value: { messageId, accepted: [...accepted], rejected: [...rejected] } };
};

const ADDRESS = /^(?:[^<>@,\r\n]*<)?[^\s<>@,]+@[^\s<>@,]+>?$/;

/** Commas inside quotes belong to a name. @throws StepError kind `item` for what is no address */
function listed(text: string, place: string): readonly string[] {
  const parts = text.match(/(?:"[^"]*"|[^,"])+/g) ?? [];
  const addresses = parts.map((part) => part.trim()).filter((part) => part !== '');
  const wrong = addresses.find((address) => !ADDRESS.test(address.replace(/^"[^"]*"\s*/, '')));
  if (wrong !== undefined) throw unfit(`"${wrong.slice(0, 100)}" under "${place}" is no address.`);
  return addresses;
}

function unfit(message: string): StepError {
  return new StepError({ kind: 'item', category: 'validation', code: 'address-invalid', message });
}
