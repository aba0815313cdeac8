import { contracts as builtIn, type Contract, findContract } from '@lockstep/schema/contracts';
import { CONTRACT_CHANNEL } from '../store/contracts/log.ts';
import { readContractVersions, registryMark, type StoredContractVersion } from '../store/contracts/versions.ts';
import type { Store } from '../store/index.ts';

/** A published version, whoever published it. */
export interface RegisteredContract extends Contract {
  /** Ships with Lockstep. */
  readonly builtIn: boolean;
  readonly stored?: StoredContractVersion;
}

/** Every published contract, those that ship with Lockstep and those of the registry, in memory. */
export interface ContractBook {
  all(): readonly RegisteredContract[];
  /** `order` is the newest version, `order@1` the newest of major 1, `order@1.4.0` that one. */
  find(ref: string): RegisteredContract | undefined;
  /** Reads the registry anew; whoever changed something waits for it. */
  refresh(): Promise<void>;
  /** Reads the registry anew when one of the references is not known: another process may have published it this moment. */
  ensure(refs: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** In case the news of a change got lost. */
const POLL_MS = 10_000;

/** Every process has its own; changes are heard of by all. @throws when the database cannot be reached at the start */
export async function openContractBook(
  { db, listen }: Pick<Store, 'db' | 'listen'>,
  onError: (error: unknown) => void,
): Promise<ContractBook> {
  const shipped = builtIn.map((contract): RegisteredContract => ({ ...contract, builtIn: true }));
  let all: readonly RegisteredContract[] = shipped;
  let found = new Map<string, RegisteredContract | undefined>();
  let mark = '';
  let reading: Promise<void> = Promise.resolve();

  async function read(): Promise<void> {
    const now = await registryMark(db);
    if (now === mark) return;
    all = merged(shipped, await readContractVersions(db), all);
    found = new Map();
    mark = now;
  }
  /** One after the other, so that what was read first never replaces what was read last. */
  function refresh(): Promise<void> {
    reading = reading.catch(() => undefined).then(read);
    return reading;
  }
  function find(ref: string): RegisteredContract | undefined {
    if (!found.has(ref)) {
      // Anybody may ask for anything: what is remembered stays small.
      if (found.size > 10_000) found.clear();
      found.set(ref, findContract(ref, all));
    }
    return found.get(ref);
  }

  const look = () => void refresh().catch(onError);
  await refresh();
  const unlisten = await listen(CONTRACT_CHANNEL, look, look);
  const poll = setInterval(look, POLL_MS);
  return {
    all: () => all,
    find,
    refresh,
    async ensure(refs) {
      if (refs.some((ref) => !find(ref))) await refresh();
    },
    async close() {
      clearInterval(poll);
      await unlisten().catch(() => undefined);
    },
  };
}

/**
 * What the registry says wins over what ships with Lockstep: a published version means what it meant. Schemas that were read
 * before are kept as they are, so that nothing is compiled twice.
 */
function merged(
  shipped: readonly RegisteredContract[],
  rows: readonly StoredContractVersion[],
  before: readonly RegisteredContract[],
): readonly RegisteredContract[] {
  const keyOf = ({ name, version }: Pick<Contract, 'name' | 'version'>) => `${name}@${version}`;
  const known = new Map(before.filter((each) => !each.builtIn).map((each) => [keyOf(each), each]));
  const stored = rows.map((row) => registered(row, known.get(keyOf(row))));
  const taken = new Set(stored.map(keyOf));
  return [...shipped.filter((each) => !taken.has(keyOf(each))), ...stored];
}

function registered(row: StoredContractVersion, known: RegisteredContract | undefined): RegisteredContract {
  const { name, version, document, deprecation } = row;
  const { title, description, owner, examples } = document;
  const [first] = examples;
  return {
    name,
    version,
    title,
    description,
    schema: known?.schema ?? document.schema,
    ...(owner !== '' && { owner }),
    ...(first && { example: first.value }),
    examples,
    builtIn: false,
    stored: row,
    ...(deprecation && {
      deprecation: {
        at: deprecation.at.toISOString(),
        endsOn: deprecation.endsOn,
        successor: deprecation.successor,
        note: deprecation.note,
      },
    }),
  };
}
