import { slugOf } from '../ids.ts';
import { type Convert, type RedContext, step } from './context.ts';
import { text } from './document.ts';

/** The connection that takes the place of its broker, which a person has to make. */
function connectionOf({ node, find }: RedContext): { readonly connection: string; readonly note: string } {
  const broker = find(text(node, 'broker'));
  const address =
    broker === undefined ? '' : [text(broker, 'broker'), text(broker, 'port')].filter((part) => part !== '').join(':');
  const connection = slugOf(broker?.name?.trim() || 'mqtt', 'mqtt');
  return {
    connection,
    note: `Make the connection "${connection}" of MQTT${address === '' ? '' : ` to ${address}`}: credentials are not in an export.`,
  };
}

/** Begins a run for each message of a topic. */
export const mqttIn: Convert = (context) => {
  const { node } = context;
  const { connection, note } = connectionOf(context);
  const topic = text(node, 'topic');
  const isWritten = topic !== '' && node.inputs !== 1;
  return step(
    'mqtt.on-message',
    { connection, filter: isWritten ? topic : 'topic' },
    {
      outcome: isWritten ? 'approximated' : 'needs-work',
      notes: [note, ...(isWritten ? [] : ['Its topic came with a message: write it here.'])],
    },
  );
};

/** Sends the payload to a topic. */
export const mqttOut: Convert = (context) => {
  const { node, own } = context;
  const { connection, note } = connectionOf(context);
  const topic = text(node, 'topic');
  const isRetained = node.retain === 'true' || node.retain === true;
  return step(
    'mqtt.send-message',
    { connection, topic: topic === '' ? 'topic' : topic, body: `=${own}` },
    {
      outcome: topic === '' || isRetained ? 'needs-work' : 'approximated',
      notes: [
        note,
        ...(topic === '' ? ['Its topic came with the message (msg.topic): write it here.'] : []),
        ...(isRetained ? ['The broker kept its last message; ours are not kept.'] : []),
      ],
    },
  );
};
