interface Closeable {
  close(): Promise<void>;
}

/** What was started, to be stopped in reverse. */
export interface Stack {
  /** Remembers a part, or a part that is being started. */
  add<T extends Closeable>(part: T): T;
  add<T extends Closeable>(part: Promise<T>): Promise<T>;
  /** Stops every part, the last one first; a part that fails to stop does not keep the others running. */
  close(): Promise<void>;
}

export function createStack(): Stack {
  const parts: Promise<Closeable>[] = [];
  function add<T extends Closeable>(part: T | Promise<T>): T | Promise<T> {
    const starting = Promise.resolve(part);
    // A part that never started has nothing to stop; whoever waits for it hears why.
    starting.catch(() => undefined);
    parts.push(starting);
    return part;
  }
  return {
    add: add as Stack['add'],
    async close() {
      const errors: unknown[] = [];
      for (const starting of parts.splice(0).reverse()) {
        const part = await starting.catch(() => undefined);
        await part?.close().catch((error: unknown) => errors.push(error));
      }
      if (errors.length > 0) throw new AggregateError(errors, 'Some parts could not be stopped.');
    },
  };
}
