import { Agent, request } from 'node:http';
import { answerParent } from '../kit/child.ts';
import { closedLoop, type Load } from '../kit/load.ts';

/** Messages to send over kept connections, one under way for each client. */
export interface HookLoad {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Header that carries a delivery id of its own in every message. */
  readonly deliveryHeader: string;
  readonly status: number;
  readonly clients: number;
  readonly forMs: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1024 });
let deliveries = 0;

answerParent<HookLoad>((load): Promise<Load> => {
  return closedLoop(() => send(load), { inFlight: load.clients, forMs: load.forMs });
});

/** Resolves when the whole answer is here. @throws Error when its status is not the wanted one */
function send({ url, body, headers, deliveryHeader, status }: HookLoad): Promise<void> {
  deliveries += 1;
  const all = {
    ...headers,
    'content-length': Buffer.byteLength(body),
    [deliveryHeader]: `${process.pid}-${deliveries}`,
  };
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers: all }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        if (response.statusCode === status) resolve();
        else reject(new Error(`${url} answered ${response.statusCode}: ${text}`));
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}
