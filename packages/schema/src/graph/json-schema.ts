import { z } from 'zod';
import type { Json } from '../run/json.ts';
import { Flow } from './flow.ts';

/** JSON Schema (2020-12) of the flow document, for editors: what `$schema` of a flow file points to. */
export function flowJsonSchema(): Json {
  const schema = z.toJSONSchema(Flow, { target: 'draft-2020-12' }) as unknown as Record<string, Json>;
  return { ...schema, title: 'Lockstep flow', $id: 'https://lockstep.example/schemas/flow-1.json' };
}
