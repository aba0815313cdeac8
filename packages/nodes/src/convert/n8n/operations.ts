import type { Json } from '@lockstep/schema/run';
import type { Drafted } from '../draft.ts';
import { drafted, type NodeContext, type Writer, writerOf } from './context.ts';
import { at, type Params } from './document.ts';

type Operation = (context: NodeContext, operation: string) => Drafted | undefined;

interface Request {
  readonly method: string;
  readonly url: Json;
  readonly body?: Json;
}

/** The request behind the usual operations of the apps that are used most; credentials are a connection's. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  // https://core.telegram.org/bots/api#sendmessage
  telegram: (context, operation) =>
    operation === '' || operation === 'sendMessage'
      ? request(context, 'an HTTP connection to https://api.telegram.org/bot<token>', ({ need }) => ({
          method: 'POST',
          url: '/sendMessage',
          body: { chat_id: need('chatId'), text: need('text') },
        }))
      : undefined,
  // https://docs.slack.dev/reference/methods/chat.postMessage
  slack: (context, operation) =>
    operation === '' || operation === 'post'
      ? request(context, 'an HTTP connection to Slack with a bot token', ({ need }) => ({
          method: 'POST',
          url: 'https://slack.com/api/chat.postMessage',
          body: { channel: need('channel', 'channelId'), text: need('text') },
        }))
      : undefined,
  // https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.values
  googleSheets: (context, operation) =>
    operation === '' || operation === 'read'
      ? request(context, 'an HTTP connection to Google Sheets', ({ need, join }) => ({
          method: 'GET',
          url: join(
            'https://sheets.googleapis.com/v4/spreadsheets/',
            need('documentId', 'sheetId'),
            '/values/',
            need('sheetName', 'range'),
          ),
        }))
      : undefined,
  // https://airtable.com/developers/web/api/list-records
  airtable: (context, operation) =>
    ['list', 'search', 'get', ''].includes(operation)
      ? request(context, 'an HTTP connection to Airtable', ({ need, join }) => {
          const record = operation === 'get' ? ['/', need('id')] : [];
          return {
            method: 'GET',
            url: join('https://api.airtable.com/v0/', need('base', 'application'), '/', need('table'), ...record),
          };
        })
      : undefined,
};

interface Reader {
  /** The first of the parameters that is there, also where n8n keeps it with how it was chosen. */
  readonly need: (...names: readonly string[]) => Json;
  /** Parts of a text, put together. */
  readonly join: (...parts: readonly Json[]) => Json;
}

/** Undefined where a part of the request is missing: then a person has to write it anyway. */
function request(context: NodeContext, connection: string, make: (reader: Reader) => Request): Drafted | undefined {
  const writer = writerOf(context);
  let isMissing = false;
  const need = (...names: readonly string[]): Json => {
    const found = names.map((name) => readParameter(context.node.parameters, name, writer));
    const value = found.find((each) => each !== undefined && each !== null && each !== '');
    if (value === undefined) isMissing = true;
    return value ?? '';
  };
  const { method, url, body } = make({ need, join });
  if (isMissing) return undefined;
  return drafted(
    'http-request',
    { method, url, ...(body !== undefined && { body }) },
    {
      unknown: writer.unknown,
      notes: [`Make ${connection} and choose it. The answer is as the API gives it, n8n made it plainer.`],
      approximated: true,
    },
  );
}

function join(...parts: readonly Json[]): Json {
  const isCode = (part: Json): part is string => typeof part === 'string' && part.startsWith('=');
  if (!parts.some(isCode)) return parts.join('');
  return `=${parts.map((part) => (isCode(part) ? `(${part.slice(1)})` : JSON.stringify(String(part)))).join(' + ')}`;
}

function readParameter(parameters: Params, name: string, writer: Writer): Json | undefined {
  const raw = at(parameters, name);
  if (raw === undefined) return undefined;
  const isChosen = raw !== null && typeof raw === 'object' && '__rl' in raw;
  return writer.value(isChosen ? (raw as { readonly value?: unknown }).value : raw);
}
