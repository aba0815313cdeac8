/** Texts too large for `localStorage`, by key. Both reject when the browser has no place, or forbids it. */
export interface LargeStore {
  readonly get: (key: string) => Promise<string | undefined>;
  readonly put: (key: string, text: string) => Promise<void>;
}

const DATABASE = 'lockstep';
const TEXTS = 'texts';

/** Texts in IndexedDB; the database is opened when it is first needed. */
export function indexedDbStore(factory: () => IDBFactory = () => indexedDB): LargeStore {
  let opened: Promise<IDBDatabase> | undefined;
  const database = (): Promise<IDBDatabase> => {
    opened ??= open(factory());
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };
  return {
    get: async (key) => {
      const texts = (await database()).transaction(TEXTS).objectStore(TEXTS);
      const found: unknown = await settled(texts.get(key));
      return typeof found === 'string' ? found : undefined;
    },
    put: async (key, text) => {
      const texts = (await database()).transaction(TEXTS, 'readwrite').objectStore(TEXTS);
      await settled(texts.put(text, key));
    },
  };
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TEXTS);
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser did not keep it.'));
  });
}
