import type { Flow } from '@lockstep/schema/graph';
import { flowOf, node } from '../bench/hook-flows.ts';

/** Takes stock events and writes them to two channels that believe everything; the lane alone keeps the order. */
export function stockFlow(channels: readonly string[]): Flow {
  const write = (url: string, index: number) => ({
    ...node(`channel-${index + 1}`, 'http-request', { method: 'PUT', url: `${url}/stock`, body: '=input' }),
    policy: { strategy: 'key' as const },
  });
  const received = node('received', 'webhook', {
    path: 'stock-test',
    dedupe: 'X-Delivery-Id',
    businessKey: '=input.sku',
  });
  const flow = flowOf('stock-test', [received, ...channels.map(write)]);
  return {
    ...flow,
    edges: channels.map((_, index) => ({ from: 'received', port: 'out', to: `channel-${index + 1}` })),
    settings: { lane: { key: '=input.sku', name: 'SKU', order: { by: 'version', value: '=input.version' } } },
  };
}
