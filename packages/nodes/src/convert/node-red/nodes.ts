import { HookMethod } from '@lockstep/schema/run';
import { type Drafted, toDo } from '../draft.ts';
import { slugOf } from '../ids.ts';
import { inScript } from '../in-script.ts';
import { mqttIn, mqttOut } from './brokers.ts';
import { change } from './change.ts';
import { type Convert, type RedContext, step, was } from './context.ts';
import { rules, text } from './document.ts';
import { csv, range, xml } from './formats.ts';
import { join, sort, split } from './lists.ts';
import { messagePath, templateCode, typedCode } from './value.ts';

const inject: Convert = ({ node }) => {
  const cron = text(node, 'crontab');
  if (cron !== '') return step('schedule', { cron });
  const seconds = Number(text(node, 'repeat'));
  if (!(seconds > 0)) return step('manual', {});
  const every = everySeconds(seconds);
  if (every !== undefined) return step('schedule', { cron: every });
  return step(
    'schedule',
    { cron: '0 0 * * *' },
    { outcome: 'needs-work', notes: [`It began every ${seconds} seconds: say when in a cron pattern.`] },
  );
};

function everySeconds(seconds: number): string | undefined {
  if (seconds < 60 && 60 % seconds === 0) return `*/${seconds} * * * * *`;
  const minutes = seconds / 60;
  if (Number.isInteger(minutes) && minutes < 60 && 60 % minutes === 0) return `*/${minutes} * * * *`;
  const hours = minutes / 60;
  if (Number.isInteger(hours) && hours < 24 && 24 % hours === 0) return `0 */${hours} * * *`;
  return hours === 24 ? '0 0 * * *' : undefined;
}

const httpIn: Convert = ({ node, label }) => {
  const path = text(node, 'url')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._/-]+/g, '-')
    .replaceAll(/\/[^a-z0-9]*/g, '/')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  const wanted = text(node, 'method').toUpperCase() || 'GET';
  const method = HookMethod.safeParse(wanted).data;
  return step(
    'webhook',
    {
      path: path === '' ? slugOf(label, 'hook') : path,
      ...(method !== undefined && method !== 'POST' && { method }),
      respond: 'flow',
    },
    {
      outcome: method === undefined ? 'approximated' : 'converted',
      notes: method === undefined ? [`It took ${wanted}, which hooks do not: let the sender post its data.`] : [],
    },
  );
};

const httpResponse: Convert = ({ node, own }) => {
  const status = Number(text(node, 'statusCode'));
  return step('respond', { status: status >= 200 && status <= 599 ? status : 200, body: `=${own}` });
};

const httpRequest: Convert = ({ node, own }) => {
  const method = text(node, 'method').toUpperCase();
  const url = templateCode(text(node, 'url'), own);
  const isSet = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'].includes(method);
  const notes = [
    ...(text(node, 'url') === '' ? ['The address came with the message (msg.url): write it here.'] : []),
    ...(isSet ? [] : ['The method came with the message: choose it here.']),
    ...url.unknown.map((part) => `Write anew, a message of Lockstep has no ${part}`),
    ...(text(node, 'authType') !== '' ? ['It signed in: make a connection with the credentials and choose it.'] : []),
  ];
  const isPlain = !text(node, 'url').includes('{{');
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { body: `=${own}` } : {};
  const needsWork = text(node, 'url') === '' || !isSet || url.unknown.length > 0;
  return step(
    'http-request',
    { method: isSet ? method : 'GET', url: isPlain ? text(node, 'url') : `=${url.code}`, ...body },
    {
      outcome: needsWork ? 'needs-work' : notes.length > 0 ? 'approximated' : 'converted',
      notes,
    },
  );
};

/** What a sandboxed script cannot do. */
const BEYOND =
  /\b(?:flow|global|context)\.(?:get|set)\b|\brequire\s*\(|\bnode\.(?:send|done)\b|\bRED\.|\bsetTimeout\b|\bBuffer\b|\benv\.get\b/g;

const functionNode: Convert = ({ node, own }) => {
  const code = text(node, 'func');
  const beyond = [...new Set(code.match(BEYOND) ?? [])];
  const outputs = Number(node.outputs ?? 1);
  const script = `// Brought over from Node-RED: the code between the lines is as it was.
export default async function map(input: any, ctx: any) {
  const msg: any = { payload: ${inScript(own)}, req: { query: ctx.trigger.query, headers: ctx.trigger.headers } };
  const node = { log: console.log, warn: console.warn, error: console.error, status: () => undefined };
  const given: any = await (async () => {
    // ----
${code}
    // ----
  })();
  return [given].flat()[0]?.payload ?? null;
}
`;
  const notes = [
    'The code is as it was, in a frame that gives it msg. Of its answer the payload goes on.',
    ...(outputs > 1 ? [`It had ${outputs} ways out: decide in a switch behind it which one is taken.`] : []),
    ...beyond.map(
      (word) => `A script of Lockstep has no ${word.trim()}: do it in a step of its own, or write it anew.`,
    ),
  ];
  return step('map', { script }, { outcome: outputs > 1 || beyond.length > 0 ? 'needs-work' : 'approximated', notes });
};

const switchNode: Convert = ({ node, label, own }) => {
  const property =
    text(node, 'propertyType') === 'msg' || text(node, 'propertyType') === ''
      ? messagePath(text(node, 'property'), own)
      : undefined;
  const found = rules(node);
  if (property === undefined || found.length === 0) return toDo(`${label}: say which way`, [was(node)]);
  const cases: { name: string; when: string }[] = [];
  const ports: string[] = [];
  const notes: string[] = [];
  for (const [nr, rule] of found.entries()) {
    if (rule.t === 'else') {
      ports.push('otherwise');
      continue;
    }
    const code = testCode(rule, property, own);
    if (code === undefined) notes.push(`Write this condition: ${JSON.stringify(rule)}`);
    const name = `case ${nr + 1}`;
    cases.push({ name, when: `=${code ?? 'false'}` });
    ports.push(name);
  }
  if (cases.length === 0) return step('log', { level: 'debug', message: label });
  const all = node.checkall !== 'false' && cases.length > 1;
  return step(
    'switch',
    { cases },
    {
      outcome: notes.length > 0 ? 'needs-work' : all ? 'approximated' : 'converted',
      notes: [...notes, ...(all ? ['It sent a message every way that held; a switch takes the first.'] : [])],
      ports,
    },
  );
};

function testCode(rule: Readonly<Record<string, unknown>>, a: string, own: string): string | undefined {
  const b = typedCode(rule.v, rule.vt, own);
  const with2 = (make: (b: string) => string) => (b === undefined ? undefined : make(b));
  switch (rule.t) {
    case 'eq':
      return with2((other) => `${a} == ${other}`);
    case 'neq':
      return with2((other) => `${a} != ${other}`);
    case 'lt':
      return with2((other) => `${a} < ${other}`);
    case 'lte':
      return with2((other) => `${a} <= ${other}`);
    case 'gt':
      return with2((other) => `${a} > ${other}`);
    case 'gte':
      return with2((other) => `${a} >= ${other}`);
    case 'btwn': {
      const end = typedCode(rule.v2, rule.v2t, own);
      return end === undefined ? undefined : with2((other) => `${a} >= ${other} && ${a} <= ${end}`);
    }
    case 'cont':
      return with2((other) => `String(${a} ?? '').includes(${other})`);
    case 'hask':
      return with2((other) => `Object.hasOwn(Object(${a} ?? {}), ${other})`);
    case 'istype': {
      const kind = String(rule.v ?? '');
      if (kind === 'array') return `Array.isArray(${a})`;
      if (kind === 'null') return `${a} === null`;
      return ['string', 'number', 'boolean', 'object', 'undefined'].includes(kind)
        ? `typeof ${a} === "${kind}"`
        : undefined;
    }
    case 'regex':
      return with2((other) => `new RegExp(${other}${rule.case === true ? ", 'i'" : ''}).test(String(${a} ?? ''))`);
    case 'true':
      return `${a} === true`;
    case 'false':
      return `${a} === false`;
    case 'null':
      return `${a} === undefined || ${a} === null`;
    case 'nnull':
      return `${a} !== undefined && ${a} !== null`;
    case 'empty':
      return `Object.keys(Object(${a} ?? '')).length === 0`;
    case 'nempty':
      return `Object.keys(Object(${a} ?? '')).length > 0`;
    default:
      return undefined;
  }
}

const debug: Convert = ({ node, label, own }) => {
  const whole = text(node, 'complete') === 'true';
  return step('log', { level: 'debug', message: label, data: `=${whole ? 'input' : own}` }, { ports: [] });
};

const delay: Convert = ({ node, label }) => {
  const unit =
    { milliseconds: 1, seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 }[
      text(node, 'timeoutUnits')
    ] ?? 1_000;
  if (text(node, 'pauseType') !== 'delay' && text(node, 'pauseType') !== '') {
    return {
      ...step('log', { level: 'debug', message: label }),
      outcome: 'needs-work',
      notes: ['It limited the rate: set the limit on the connection, which holds for all flows.', was(node)],
    };
  }
  return step('delay', { mode: 'for', durationMs: Math.round(Number(text(node, 'timeout') || 5) * unit) });
};

const template: Convert = ({ node, own }) => {
  const { code, unknown } = templateCode(text(node, 'template'), own);
  const isJson = text(node, 'output') === 'json';
  const value = isJson ? `JSON.parse(${inScript(code)})` : inScript(code);
  const isOther = text(node, 'field') !== '' && text(node, 'field') !== 'payload';
  return step(
    'map',
    { script: `export default function map(input: any, ctx: any) {\n  return ${value};\n}\n` },
    {
      outcome: unknown.length > 0 || isOther ? 'needs-work' : 'converted',
      notes: [
        ...unknown.map((part) => `Write anew: ${part}`),
        ...(isOther ? [`It wrote to msg.${text(node, 'field')}; here the text is the message.`] : []),
      ],
    },
  );
};

const json: Convert = ({ own }) => {
  const code = inScript(own);
  return step(
    'map',
    {
      script: `export default function map(input: any, ctx: any) {\n  const value = ${code};\n  return typeof value === 'string' ? JSON.parse(value) : value;\n}\n`,
    },
    {
      outcome: 'approximated',
      notes: ['It turned text into JSON, and JSON into text; here text becomes JSON and the rest stays.'],
    },
  );
};

export const RED_NODES: ReadonlyMap<string, Convert> = new Map([
  ['inject', inject],
  ['http in', httpIn],
  ['http response', httpResponse],
  ['http request', httpRequest],
  ['function', functionNode],
  ['change', change],
  ['switch', switchNode],
  ['debug', debug],
  ['delay', delay],
  ['template', template],
  ['json', json],
  ['csv', csv],
  ['xml', xml],
  ['range', range],
  ['split', split],
  ['join', join],
  ['sort', sort],
  ['mqtt in', mqttIn],
  ['mqtt out', mqttOut],
]);

/** Anything else stands there and says what a person has to do. */
export function otherNode({ node, label }: RedContext): Drafted {
  return toDo(`${label} (${node.type} of Node-RED)`, [was(node)]);
}
