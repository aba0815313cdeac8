import { type Convert, drafted, writerOf } from './context.ts';
import { at, textAt } from './document.ts';

/** Sends a mail over SMTP; a page is also sent as its text, which our step wants. */
export const emailSend: Convert = (context) => {
  const { parameters } = context.node;
  const writer = writerOf(context);
  const value = (name: string) => writer.value(at(parameters, name) ?? '');
  const html = value('html') === '' && textAt(parameters, 'emailFormat') === 'html' ? value('message') : value('html');
  const text = value('text') === '' && html === '' ? value('message') : value('text');
  const plain =
    typeof html === 'string' && html.startsWith('=')
      ? `=String(${html.slice(1)}).replace(/<[^>]*>?/g, "")`
      : String(html).replaceAll(/<[^>]*>?/g, '');
  const body = text === '' ? plain : text;
  const [from, to, subject] = [value('fromEmail'), value('toEmail'), value('subject')];
  const optional = (name: string, given: unknown) => (given === '' ? {} : { [name]: given as string });
  const hasFiles = (textAt(parameters, 'options.attachments') ?? textAt(parameters, 'attachments') ?? '') !== '';
  const missing = [from, to, subject, body].includes('');
  return drafted(
    'smtp.send-mail',
    {
      connection: 'mail',
      ...{ from: from === '' ? 'shop@example.com' : from, to: to === '' ? 'person@example.com' : to },
      ...optional('cc', writer.value(at(parameters, 'options.ccEmail') ?? at(parameters, 'ccEmail') ?? '')),
      ...optional('bcc', writer.value(at(parameters, 'options.bccEmail') ?? at(parameters, 'bccEmail') ?? '')),
      ...optional('replyTo', writer.value(at(parameters, 'options.replyTo') ?? '')),
      ...{ subject: subject === '' ? context.node.name : subject, text: body === '' ? '-' : body },
      ...optional('html', html),
    },
    {
      unknown: writer.unknown,
      notes: [
        'Make the connection “mail” to its SMTP server: credentials are not in an export.',
        ...(hasFiles ? ['Its attachments are not sent.'] : []),
        ...(missing ? ['Write who it is from and to, its subject and its text.'] : []),
      ],
      approximated: true,
      needsWork: hasFiles || missing,
      ports: ['sent'],
    },
  );
};
