import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSecretBox } from '../secrets/secret-box.ts';
import { createTestStore, type TestStore } from '../store/testing.ts';
import { createConnectionBook } from './connection-book.ts';
import { connect } from './demo.ts';

let store: TestStore;
beforeAll(async () => {
  store = await createTestStore();
});
afterAll(() => store?.drop());

const startedAt = (port: number) => {
  const baseUrl = `http://127.0.0.1:${port}`;
  const pubSub = `grpc://127.0.0.1:${port + 1}`;
  return {
    ...{ system: 'salesforce' as const, baseUrl, connectionType: 'salesforce', connectionName: 'Demo CRM' },
    credentials: { clientId: 'lockstep', username: 'integration@demo.test', privateKey: 'PEM', pubSub },
    settings: { pubSub },
  };
};

it('a connection of the demo finds the simulator where the next start has it, with every address it has', async () => {
  const book = createConnectionBook({ db: store.db, box: createSecretBox(randomBytes(32)) });
  await connect(book, startedAt(4_000));
  await connect(book, startedAt(5_000));
  const found = await book.resolve('salesforce');
  expect([found?.baseUrl, found?.settings]).toEqual([
    'http://127.0.0.1:5000',
    {
      ...{ clientId: 'lockstep', username: 'integration@demo.test', privateKey: 'PEM' },
      pubSub: 'grpc://127.0.0.1:5001',
    },
  ]);
});
