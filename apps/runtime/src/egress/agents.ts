import { createHash } from 'node:crypto';
import { Agent, type buildConnector, type Dispatcher } from 'undici';
import { type Certificates, secureContextOf } from './certificates.ts';
import { markSent } from './sent.ts';

/** Pools of connections: one for everybody, and one for each set of certificates, so that nobody calls as somebody else. */
export interface Agents {
  /** @throws StepError `tls-certificates` when they cannot be used */
  of(certificates: Certificates | undefined): Dispatcher;
  /** Ends every exchange under way. */
  close(): Promise<void>;
}

/** More sets are a sign of certificates that are changed all the time; the one that was not used longest goes. */
const MOST = 100;

export function createAgents({
  connections,
  connect,
}: {
  readonly connections: number;
  readonly connect: (secure: buildConnector.BuildOptions) => buildConnector.connector;
}): Agents {
  const open = (secure: buildConnector.BuildOptions) => {
    const agent = new Agent({
      connections,
      // One exchange a connection at a time: a lost connection must not leave several outcomes unknown.
      pipelining: 1,
      connect: connect(secure),
      // The exchange has one limit, kept by its signal.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return { agent, dispatcher: agent.compose(markSent) };
  };
  const common = open({});
  const own = new Map<string, ReturnType<typeof open>>();

  return {
    of: (certificates) => {
      if (!certificates) return common.dispatcher;
      const key = createHash('sha256').update(JSON.stringify(certificates)).digest('base64');
      const found =
        own.get(key) ?? open({ secureContext: secureContextOf(certificates) } as buildConnector.BuildOptions);
      own.delete(key);
      own.set(key, found);
      const [oldest] = own;
      if (own.size > MOST && oldest) {
        own.delete(oldest[0]);
        void oldest[1].agent.close();
      }
      return found.dispatcher;
    },
    close: async () => {
      await Promise.all([common, ...own.values()].map(({ agent }) => agent.destroy()));
    },
  };
}
