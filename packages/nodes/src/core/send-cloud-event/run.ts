import {
  CLOUD_EVENT_TYPE,
  type CloudEventAttributes,
  readAttributes,
  toHeaderValue,
} from '@lockstep/schema/cloud-events';
import { type RunNode, type StepContext, StepError } from '@lockstep/schema/node';
import type { Json } from '@lockstep/schema/run';
import type { z } from 'zod';
import { httpFailure } from '../../connectors/kit/failures.ts';
import { targetOf } from '../../connectors/kit/http-target.ts';
import type { sendCloudEvent } from './definition.ts';

export const runSendCloudEvent: RunNode<typeof sendCloudEvent> = async ({ params, input }, ctx) => {
  const attributes = attributesOf(params, ctx);
  const { data = input } = params;
  const isJson = /^[^;]*[/+]json\s*(;|$)/i.test(params.dataContentType);
  if (!isJson && typeof data !== 'string') {
    throw wrong(`The data is not text, and ${params.dataContentType} is not JSON.`);
  }
  const target = await targetOf(params, ctx);
  const message = params.mode === 'binary' ? binary(attributes, data, isJson) : structured(attributes, data);
  const response = await ctx.http({
    method: 'POST',
    url: target.url,
    headers: { ...target.headers, ...message.headers },
    body: message.body,
  });
  const { status, text } = response;
  if (status < 200 || status > 299) {
    throw new StepError(httpFailure(response, { system: target.system, write: true, now: ctx.now }));
  }
  return { port: 'out', value: { source: attributes.source, id: attributes.id, status, answer: text } };
};

/** The same in every attempt: nothing in it is drawn or read from the clock. */
function attributesOf(params: z.output<typeof sendCloudEvent.params>, ctx: StepContext): CloudEventAttributes {
  const { type, source, subject, id, time, dataSchema, dataContentType, extensions } = params;
  const read = readAttributes({
    ...extensions,
    specversion: '1.0',
    id: id || ctx.key,
    source: source || `/flows/${ctx.flowId}`,
    type,
    time: time || new Date(ctx.trigger.source?.at ?? ctx.trigger.receivedAt).toISOString(),
    datacontenttype: dataContentType,
    subject: subject || null,
    dataschema: dataSchema || null,
  });
  if (!read.ok) throw wrong(read.reason);
  return read.attributes;
}

interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function structured(attributes: CloudEventAttributes, data: Json): Message {
  const headers = { 'content-type': `${CLOUD_EVENT_TYPE}; charset=utf-8` };
  return { headers, body: JSON.stringify({ ...attributes, data }) };
}

function binary({ datacontenttype, ...attributes }: CloudEventAttributes, data: Json, isJson: boolean): Message {
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, toHeaderValue(value)]);
  return {
    headers: { ...Object.fromEntries(headers), 'content-type': String(datacontenttype) },
    body: isJson ? JSON.stringify(data) : String(data),
  };
}

function wrong(message: string): StepError {
  return new StepError({ kind: 'item', category: 'validation', code: 'event-invalid', message });
}
