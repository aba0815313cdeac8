import { type FlowTest, SCOPE_PORT, type TestReply } from '@lockstep/schema/graph';
import { StepError } from '@lockstep/schema/node';
import type { Executor, StepJob, StepResult } from '../steps/index.ts';

/** Code of a failure that comes from the test, not from the flow. */
export const NO_REPLY = 'no-reply';

/** What a step meets that reaches out of the flow although the test gives it no reply. */
export async function noReply(): Promise<never> {
  throw new StepError({ kind: 'flow', category: 'system', code: NO_REPLY, message: 'The test gives no reply.' });
}

export interface ReplyingExecutor extends Executor {
  /** Steps that reached out of the flow without a reply, by id. */
  readonly unanswered: ReadonlySet<string>;
}

/**
 * Gives the replies of a test instead of doing the work, the n-th for the n-th attempt of a step of a run or item, and the last
 * one from then on. Everything else is done by `inner`.
 */
export function replyingExecutor(inner: Executor, replies: FlowTest['replies'] = {}): ReplyingExecutor {
  const unanswered = new Set<string>();
  return {
    unanswered,
    async execute(job) {
      const own = Object.hasOwn(replies, job.node) ? replies[job.node] : undefined;
      const reply = own?.[Math.min(job.attempt, own.length) - 1];
      if (reply) return resultOf(reply, job);
      const result = await inner.execute(job);
      if (result.ok || result.failure.code !== NO_REPLY) return result;
      unanswered.add(job.node);
      const name = job.loaded.nodes.get(job.node)?.node.name ?? job.node;
      const message = `"${name}" reaches out of the flow, and this test gives no reply for "${job.node}".`;
      return { ok: false, failure: { ...result.failure, message } };
    },
    judge: (job) => inner.judge(job),
  };
}

function resultOf(reply: TestReply, { loaded, node }: StepJob): StepResult {
  if ('fail' in reply) return { ok: false, failure: { category: 'system', ...reply.fail } };
  const { port, value } = reply;
  const loadedNode = loaded.nodes.get(node);
  if (loadedNode && !loadedNode.ports.includes(port)) {
    const message = `The test replies on the port "${port}" of "${loadedNode.node.name}", which has no such port.`;
    return { ok: false, failure: { kind: 'flow', category: 'system', code: 'reply-port-unknown', message } };
  }
  // Leading into the body of a scope, a list is its items, and all of them.
  if (loadedNode?.definition.scope && port === SCOPE_PORT && Array.isArray(value))
    return { ok: true, feed: { items: value } };
  return { ok: true, port, output: value, ...(loadedNode?.definition.responds && { response: responseOf(value) }) };
}

function responseOf(value: Extract<TestReply, { readonly port: string }>['value']) {
  const {
    status = 200,
    headers = {},
    body = null,
  } = (value ?? {}) as Partial<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Extract<TestReply, { readonly port: string }>['value'];
  }>;
  return { status, headers, body };
}
