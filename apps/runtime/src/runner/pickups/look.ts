import { contentOf, filePath, folderPath } from '@lockstep/nodes/files';
import { type RemoteFiles, type ResolvedConnection, StepError } from '@lockstep/schema/node';
import { type Json, sourceTime } from '@lockstep/schema/run';
import type { Db } from '../../store/index.ts';
import { forgetSeen, listSeen, noteSeen } from '../../store/pickups/files.ts';
import type { WatchRow } from '../../store/pickups/watches.ts';
import type { Host } from '../host/index.ts';
import { archivePath, type FoundFile, planLook, type WatchParams } from './decide.ts';
import { readWhole } from './read-whole.ts';

export interface LookDoors {
  readonly db: Db;
  readonly host: Pick<Host, 'start'>;
  readonly files: RemoteFiles;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Prolongs the lease; false when the watch is another process's, or gone. */
  readonly keep: () => Promise<boolean>;
}

export interface Look {
  readonly row: WatchRow;
  readonly params: WatchParams;
  readonly connection: ResolvedConnection;
}

/** Files begun at one look. */
const AT_ONCE = 50;

/**
 * One look into a folder: begins a run for each finished file that is new, and puts it away when the run is durable. Whatever stops it, the
 * next look goes on: a file is told by path, size, time and hash, and the inbox of the flow takes that once.
 *
 * @returns runs begun, and whether files are left
 * @throws StepError of the server; an error of the host or the database
 */
export async function lookForFiles(
  look: Look,
  doors: LookDoors,
): Promise<{ readonly begun: number; readonly isMore: boolean }> {
  const { row, params, connection } = look;
  const { db, files } = doors;
  const listed = await files.list(connection, folderPath(connection, params.folder));
  const plan = planLook(params, listed, await listSeen(db, row));
  await forgetSeen(db, row, plan.forget);
  for (const file of plan.note) await noteSeen(db, row, file);
  for (const file of plan.putAway) await putAway(look, file, doors);
  let begun = 0;
  for (const file of plan.take.slice(0, AT_ONCE)) {
    if (!(await doors.keep())) break;
    if (await takeFile(look, file, doors)) begun += 1;
  }
  return { begun, isMore: plan.take.length > AT_ONCE };
}

async function takeFile(look: Look, file: FoundFile, doors: LookDoors): Promise<boolean> {
  const { row, params, connection } = look;
  const path = filePath(connection, file.path);
  const whole = await readWhole(
    doors.files,
    { connection, path, listed: file },
    { keepBytes: params.contentKb * 1024, onPart: doors.keep },
  );
  if (whole === 'changed') {
    await noteSeen(doors.db, row, file);
    return false;
  }
  const { sha256 } = whole;
  const receivedAt = doors.now();
  const { runId } = await doors.host.start({
    flowId: row.flowId,
    version: row.version,
    snapshotId: row.snapshotId,
    node: row.node,
    message: messageOf(params, { ...file, sha256, bytes: whole.bytes }),
    trigger: {
      kind: 'file',
      receivedAt,
      source: sourceTime(file.modifiedAt, 'file', receivedAt),
      path: `${params.connection}:${file.path}`,
    },
    dedupeKey: `file:${params.connection}:${file.path}:${file.size}:${file.modifiedAt}:${sha256}`,
    businessKey: file.name.slice(0, 200),
    test: false,
  });
  await noteSeen(doors.db, row, { ...file, sha256, runId });
  await putAway(look, { ...file, sha256 }, doors);
  return true;
}

type Taken = FoundFile & { readonly sha256: string };

function messageOf(params: WatchParams, file: Taken & { readonly bytes: Uint8Array | undefined }): Json {
  const { name, size, modifiedAt, sha256, bytes } = file;
  const path = params.after === 'archive' ? archivePath(params.archive, file) : file.path;
  const known = { path, name, size, modifiedAt: new Date(modifiedAt).toISOString(), pickedUpFrom: file.path, sha256 };
  if (!bytes) return { ...known, content: null, problem: `It is larger than ${params.contentKb} KB.` };
  try {
    return { ...known, content: contentOf(bytes, params.encoding) };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return { ...known, content: null, problem: error.failure.message };
  }
}

/** The run is durable: the file leaves the folder, and its marker with it. */
async function putAway({ row, params, connection }: Look, file: Taken, { db, files }: LookDoors): Promise<void> {
  if (params.after === 'leave') return;
  const from = filePath(connection, file.path);
  if (params.after === 'remove') {
    await files.remove(connection, from);
  } else {
    const to = filePath(connection, archivePath(params.archive, file));
    const there = await files.stat(connection, to);
    if (there) {
      // The very file lies there already: only a partner that wrote it again within its second leaves a second one.
      await files.remove(connection, from);
    } else {
      await files.rename(connection, { from, to }).catch(async (error: unknown) => {
        if (!(error instanceof StepError) || error.failure.code !== 'file-missing') throw error;
        await files.makeFolder(connection, to.slice(0, to.lastIndexOf('/')));
        await files.rename(connection, { from, to });
      });
    }
  }
  if (params.finished === 'marker') await files.remove(connection, `${from}${params.marker}`);
  await forgetSeen(db, row, [file.path]);
}
