import { HookMethod } from '@lockstep/schema/run';
import type { Drafted } from '../draft.ts';
import { slugOf } from '../ids.ts';
import { type Convert, drafted, type NodeContext, original } from './context.ts';
import { at, listAt, type Params, textAt, typeName } from './document.ts';

const webhook: Convert = ({ node }) => {
  const { parameters } = node;
  const path = (textAt(parameters, 'path') ?? node.name)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._/-]+/g, '-')
    .replaceAll(/\/[^a-z0-9]*/g, '/')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  const mode = textAt(parameters, 'responseMode') ?? 'onReceived';
  const auth = textAt(parameters, 'authentication');
  // GET is what n8n leaves out of its files.
  const wanted = textAt(parameters, 'httpMethod') ?? 'GET';
  const method = HookMethod.safeParse(wanted).data;
  const notes = [
    ...(method === undefined ? [`n8n takes ${wanted} here, which hooks do not: let the sender post its data.`] : []),
    ...(auth !== undefined && auth !== 'none'
      ? ['The sender proved who it is: choose a verification and its connection.']
      : []),
    ...(mode === 'lastNode' ? ['n8n answers with what the last node gave: end the flow with “Respond”.'] : []),
  ];
  return drafted(
    'webhook',
    {
      path: path === '' ? slugOf(node.name, 'hook') : path,
      ...(method !== undefined && method !== 'POST' && { method }),
      respond: mode === 'onReceived' ? 'accepted' : 'flow',
    },
    { notes, approximated: notes.length > 0 },
  );
};

const schedule: Convert = ({ node }) => {
  const rules = [...listAt(node.parameters, 'rule.interval'), ...listAt(node.parameters, 'triggerTimes.item')];
  const [rule = {}, ...more] = rules;
  const cron = cronOf(rule);
  const notes = more.length > 0 ? ['It had more than one time: add a schedule for each of the others.'] : [];
  if (cron === undefined)
    return { ...drafted('schedule', { cron: '0 0 * * *' }, { notes: [...notes, original(node)], needsWork: true }) };
  return drafted('schedule', { cron }, { notes, needsWork: more.length > 0 });
};

/** Both shapes: `scheduleTrigger` with its interval, `cron` with its modes. */
function cronOf(rule: Params): string | undefined {
  const number = (name: string, otherwise: number) => {
    const value = Number(rule[name] ?? otherwise);
    return Number.isFinite(value) ? value : otherwise;
  };
  const hour = number('triggerAtHour', number('hour', 0));
  const minute = number('triggerAtMinute', number('minute', 0));
  const every = (name: string, most: number) => {
    const n = number(name, 1);
    return n <= 1 ? '*' : n < most ? `*/${n}` : undefined;
  };
  switch (textAt(rule, 'field') ?? textAt(rule, 'mode') ?? 'days') {
    case 'cronExpression':
    case 'custom':
      return (textAt(rule, 'expression') ?? textAt(rule, 'cronExpression'))?.replace(/^=/, '');
    case 'seconds': {
      const seconds = every('secondsInterval', 60);
      return seconds && `${seconds === '*' ? '*/1' : seconds} * * * * *`;
    }
    case 'minutes': {
      const minutes = every('minutesInterval', 60);
      return minutes && `${rule.minutesInterval === undefined ? '*/5' : minutes} * * * *`;
    }
    case 'everyMinute':
      return '* * * * *';
    case 'hours': {
      const hours = every('hoursInterval', 24);
      return hours && `${minute} ${hours} * * *`;
    }
    case 'everyHour':
      return `${minute} * * * *`;
    case 'days':
    case 'everyDay': {
      const days = number('daysInterval', 1);
      return days === 1 ? `${minute} ${hour} * * *` : `${minute} ${hour} */${days} * *`;
    }
    case 'weeks':
    case 'everyWeek': {
      const days = Array.isArray(rule.triggerAtDay) ? rule.triggerAtDay.join(',') : String(rule.weekday ?? 0);
      return number('weeksInterval', 1) === 1 ? `${minute} ${hour} * * ${days === '' ? '0' : days}` : undefined;
    }
    case 'months':
    case 'everyMonth':
      return `${minute} ${hour} ${number('triggerAtDayOfMonth', number('dayOfMonth', 1))} * *`;
    default:
      return undefined;
  }
}

const interval: Convert = ({ node }) => {
  const n = Number(at(node.parameters, 'interval') ?? 1);
  const unit = textAt(node.parameters, 'unit') ?? 'seconds';
  const cron = { seconds: `*/${n} * * * * *`, minutes: `*/${n} * * * *`, hours: `0 */${n} * * *` }[unit];
  if (cron === undefined || n >= 60)
    return drafted('schedule', { cron: '0 0 * * *' }, { notes: [original(node)], needsWork: true });
  return drafted('schedule', { cron });
};

const callable: Convert = () => drafted('callable', {});
const manual: Convert = () => drafted('manual', {});

/** Nodes that begin a flow, by their type. */
export const TRIGGERS: ReadonlyMap<string, Convert> = new Map([
  ['webhook', webhook],
  ['scheduleTrigger', schedule],
  ['cron', schedule],
  ['interval', interval],
  ['manualTrigger', manual],
  ['start', manual],
  ['executeWorkflowTrigger', callable],
]);

/** Apps that post what n8n hands on, to an address that is told to them once. */
const POSTS: Readonly<Record<string, string>> = {
  telegramTrigger: 'Tell Telegram the address of this hook once (setWebhook); n8n did that by itself.',
  shopifyTrigger: 'Register this address with Shopify for the topic, and choose its verification.',
  stripeTrigger: 'Register this address with Stripe for the events, and choose its verification.',
  wooCommerceTrigger: 'Register this address with WooCommerce for the topic, and choose a verification.',
};

/** A trigger of an app: another system can post to a webhook instead. */
export function appTrigger({ node }: NodeContext): Drafted {
  const path = slugOf(node.name, 'hook');
  const kind = typeName(node);
  const posts = Object.hasOwn(POSTS, kind) ? POSTS[kind] : undefined;
  if (posts !== undefined)
    return drafted('webhook', { path, respond: 'accepted' }, { notes: [posts, original(node)], approximated: true });
  return drafted(
    'webhook',
    { path, respond: 'accepted' },
    {
      notes: [
        'n8n asks or registers with the app by itself. Let the app post to this address instead.',
        original(node),
      ],
      needsWork: true,
    },
  );
}
