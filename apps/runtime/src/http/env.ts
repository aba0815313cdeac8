import type { HttpBindings } from '@hono/node-server';

/** What our Hono handlers find in the context: the Node request, absent where `app.request` is used. */
export interface AppEnv {
  readonly Bindings: Partial<HttpBindings>;
}
