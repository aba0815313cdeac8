import type { Json } from '@lockstep/schema/run';
import { at, textAt } from './document.ts';
import { join, type Operation, request } from './request.ts';

const MARKUP = 'Its keyboard (reply_markup) is not sent: write it into the body.';

/** @see https://core.telegram.org/bots/api */
export const TELEGRAM: Operation = (context, operation) => {
  const { parameters } = context.node;
  const kind = textAt(parameters, 'resource') === 'file' ? 'getFile' : operation === '' ? 'sendMessage' : operation;
  const isBinary = at(parameters, 'binaryData') === true;
  const markup = textAt(parameters, 'replyMarkup') ?? 'none';
  const notes = markup === 'none' ? [] : [MARKUP];
  const media = { sendPhoto: 'photo', sendDocument: 'document', sendAudio: 'audio', sendVideo: 'video' }[kind];
  return request(context, 'an HTTP connection to https://api.telegram.org/bot<token>', ({ need, may }) => {
    const extra = { ...extraOf(may), ...optional('reply_to_message_id', may('additionalFields.reply_to_message_id')) };
    if (kind === 'getFile') return { method: 'GET', url: '/getFile', query: { file_id: need('fileId') } };
    if (kind === 'sendMessage')
      return {
        method: 'POST',
        url: '/sendMessage',
        notes,
        body: { chat_id: need('chatId'), text: need('text'), ...extra },
      };
    if (kind === 'editMessageText' && may('inlineMessageId') === undefined) {
      const message = { chat_id: need('chatId'), message_id: need('messageId') };
      return { method: 'POST', url: '/editMessageText', notes, body: { ...message, text: need('text'), ...extra } };
    }
    if (kind === 'deleteMessage')
      return {
        method: 'POST',
        url: '/deleteMessage',
        body: { chat_id: need('chatId'), message_id: need('messageId') },
      };
    if (kind === 'sendChatAction')
      return {
        method: 'POST',
        url: '/sendChatAction',
        body: { chat_id: need('chatId'), action: may('action') ?? 'typing' },
      };
    if (media === undefined || isBinary) return undefined;
    const body = {
      chat_id: need('chatId'),
      [media]: need('file'),
      ...optional('caption', may('additionalFields.caption')),
    };
    return { method: 'POST', url: `/${kind}`, notes, body: { ...body, ...extra } };
  });
};

function extraOf(may: (name: string) => Json | undefined): Readonly<Record<string, Json>> {
  return {
    parse_mode: may('additionalFields.parse_mode') ?? 'Markdown',
    ...optional('disable_notification', may('additionalFields.disable_notification')),
    ...optional('disable_web_page_preview', may('additionalFields.disable_web_page_preview')),
  };
}

function optional(name: string, value: Json | undefined): Readonly<Record<string, Json>> {
  return value === undefined || value === '' ? {} : { [name]: value };
}

/** @see https://docs.slack.dev/reference/methods/chat.postMessage */
export const SLACK: Operation = (context, operation) => {
  if (operation !== '' && operation !== 'post') return undefined;
  const hasBlocks = at(context.node.parameters, 'blocksUi') !== undefined;
  return request(context, 'an HTTP connection to Slack with a bot token', ({ need }) => ({
    method: 'POST',
    url: 'https://slack.com/api/chat.postMessage',
    body: { channel: need('channel', 'channelId', 'user'), text: need('text') },
    notes: hasBlocks ? ['Its blocks are not sent: write them into the body.'] : [],
  }));
};

/** @see https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages */
export const GMAIL: Operation = (context, operation) => {
  const { parameters } = context.node;
  const resource = textAt(parameters, 'resource') ?? 'message';
  const api = 'https://gmail.googleapis.com/gmail/v1/users/me';
  const what = `${resource} ${operation === '' ? 'send' : operation}`;
  const isHtml = (textAt(parameters, 'emailType') ?? 'html') !== 'text';
  return request(context, 'an HTTP connection to Gmail', ({ need, may }) => {
    const message = (path: string) => join(`${api}/messages/`, need('messageId'), path);
    const labels = () => {
      const given = may('labelIds') ?? [];
      return typeof given === 'string' && given.startsWith('=') ? `=[${given.slice(1)}].flat()` : [given].flat();
    };
    switch (what) {
      case 'message send':
      case 'draft create': {
        if (hasFiles(parameters)) return undefined;
        const to = resource === 'draft' ? (may('options.sendTo') ?? '') : need('sendTo');
        const copies = [
          ['Cc', may('options.ccList')],
          ['Bcc', may('options.bccList')],
        ].flatMap(([name, value]) => (value === undefined || value === '' ? [] : [`${name}: `, value as Json, '\r\n']));
        const type = `MIME-Version: 1.0\r\nContent-Type: text/${isHtml ? 'html' : 'plain'}; charset=utf-8\r\n\r\n`;
        const subject = encoded(need('subject'));
        const mail = join('To: ', to, '\r\n', ...copies, 'Subject: ', subject, '\r\n', type, need('message'));
        const raw = `=t.base64.encode(${code(mail)}).replaceAll("+", "-").replaceAll("/", "_")`;
        return resource === 'draft'
          ? { method: 'POST', url: `${api}/drafts`, body: { message: { raw } } }
          : { method: 'POST', url: `${api}/messages/send`, body: { raw } };
      }
      case 'message get':
        return { method: 'GET', url: message('') };
      case 'message delete':
        return { method: 'DELETE', url: message('') };
      case 'message markAsRead':
        return { method: 'POST', url: message('/modify'), body: { removeLabelIds: ['UNREAD'] } };
      case 'message markAsUnread':
        return { method: 'POST', url: message('/modify'), body: { addLabelIds: ['UNREAD'] } };
      case 'message addLabels':
        return { method: 'POST', url: message('/modify'), body: { addLabelIds: labels() } };
      case 'message removeLabels':
        return { method: 'POST', url: message('/modify'), body: { removeLabelIds: labels() } };
      default:
        return undefined;
    }
  });
};

function hasFiles(parameters: unknown): boolean {
  return at(parameters, 'options.attachmentsUi') !== undefined;
}

function code(value: Json): string {
  return typeof value === 'string' && value.startsWith('=') ? `(${value.slice(1)})` : JSON.stringify(value);
}

/** A subject as RFC 2047 wants it, so that letters beyond ASCII arrive. */
function encoded(value: Json): Json {
  return `="=?UTF-8?B?" + t.base64.encode(${code(value)}) + "?="`;
}
