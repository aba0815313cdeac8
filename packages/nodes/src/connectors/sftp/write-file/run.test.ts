import { expect, it } from 'vitest';
import { contextFor, failureOf, type TestContext } from '../../../testing/context.ts';
import { filesInMemory } from '../../../testing/files-in-memory.ts';
import { writeFile } from './definition.ts';
import { runWriteFile } from './run.ts';

const connection = { id: 'partner', system: 'sftp', baseUrl: 'sftp://x', settings: { root: '/shop' } };
const world = () => {
  const memory = filesInMemory();
  memory.tree.makeFolder('/shop');
  return { ...memory, ctx: contextFor({ connections: [connection], files: memory.files }) };
};
const step = (ctx: TestContext, content: string, form: object = {}) =>
  runWriteFile(
    { params: writeFile.params.parse({ connection: 'partner', path: 'out/po-1.x12', ...form }), input: content },
    ctx,
  );

it('leaves the whole file in its folder, and nothing beside it', async () => {
  const { ctx, tree } = world();
  const { value } = await step(ctx, 'ISA*…~');
  expect(value).toMatchObject({ path: 'out/po-1.x12', name: 'po-1.x12', size: 8, outcome: 'written' });
  expect(tree.files().map(({ path, content }) => [path, content.toString()])).toEqual([
    ['/shop/out/po-1.x12', 'ISA*…~'],
  ]);
});

it('is done once when the answer to the rename is lost', async () => {
  const { ctx, tree, loseAnswerOf } = world();
  loseAnswerOf('rename');
  expect(await failureOf(step(ctx, 'a'))).toMatchObject({ kind: 'transient', outcomeUnknown: true });
  const { value } = await step(ctx.again({ outcomeUnknown: true }), 'a');
  expect(value.outcome).toBe('there-already');
  expect(tree.files()).toHaveLength(1);
});

it('writes again what the server kept only a part of', async () => {
  const { ctx, tree, cutNextWrite } = world();
  tree.makeFolder('/shop/out');
  cutNextWrite(2);
  expect(await failureOf(step(ctx, 'abcdef'))).toMatchObject({ kind: 'transient', code: 'file-cut-short' });
  expect(tree.read('/shop/out/po-1.x12')).toBeUndefined();
  await step(ctx.again(), 'abcdef');
  expect(tree.files().map(({ path, content }) => [path, content.toString()])).toEqual([
    ['/shop/out/po-1.x12', 'abcdef'],
  ]);
});

it('never writes over another file, unless it is told to', async () => {
  const { ctx, tree } = world();
  await step(ctx, 'one');
  expect(await failureOf(step(ctx, 'two'))).toMatchObject({ kind: 'refused', code: 'file-differs' });
  expect(tree.read('/shop/out/po-1.x12')?.content.toString()).toBe('one');
  expect((await step(ctx, 'two', { existing: 'replace' })).value.outcome).toBe('replaced');
  expect(tree.read('/shop/out/po-1.x12')?.content.toString()).toBe('two');
});

it.each(['../out/a', 'out/../../a', 'a\u0000b', 'out/', 'C:\\a'])('does not leave its folder: %j', async (path) => {
  const { ctx, tree } = world();
  expect(await failureOf(step(ctx, 'x', { path }))).toMatchObject({ kind: 'item', code: 'path-invalid' });
  expect(tree.files()).toEqual([]);
});

it('writes the characters of the encoding, bytes from Base64, and says what neither has', async () => {
  const { ctx, tree } = world();
  await step(ctx, 'Größe', { path: 'a', encoding: 'iso-8859-1' });
  await step(ctx, 'AAEC/w==', { path: 'b', encoding: 'base64' });
  expect(tree.files().map(({ content }) => [...content])).toEqual([
    [...Buffer.from('Größe', 'latin1')],
    [0, 1, 2, 255],
  ]);
  expect(await failureOf(step(ctx, '€', { encoding: 'iso-8859-1' }))).toMatchObject({ code: 'encoding' });
  expect(await failureOf(step(ctx, '?', { encoding: 'base64' }))).toMatchObject({ code: 'content-not-base64' });
  const noText = runWriteFile({ params: writeFile.params.parse({ connection: 'partner', path: 'c' }), input: {} }, ctx);
  expect(await failureOf(noText)).toMatchObject({ code: 'content-not-text' });
});
