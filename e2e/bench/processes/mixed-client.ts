import { Agent, request } from 'node:http';
import { answerParent } from '../kit/child.ts';
import type { Load } from '../kit/load.ts';

/** A number of messages over kept connections, some of which the flow cannot use. */
export interface MixedLoad {
  readonly url: string;
  readonly body: string;
  readonly malformed: string;
  /** Every so manieth message is the malformed one; 0: none. */
  readonly malformedEvery: number;
  readonly messages: number;
  readonly clients: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1024 });

answerParent<MixedLoad>(async ({ url, body, malformed, malformedEvery, messages, clients }): Promise<Load> => {
  let sent = 0;
  const from = performance.now();
  const client = async () => {
    while (sent < messages) {
      sent += 1;
      await post(url, malformedEvery > 0 && sent % malformedEvery === 0 ? malformed : body);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { count: messages, ms: performance.now() - from, latencies: [] };
});

function post(url: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 202) resolve();
        else reject(new Error(`${url} answered ${response.statusCode}.`));
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
