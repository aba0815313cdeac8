import {
  type ContractDocument,
  type ContractPage,
  checkContractDocument,
  getContract,
  getContractVersion,
  listRegistry,
  type OkOf,
  saveContractDraft,
} from '@lockstep/schema/api';
import type { Json } from '@lockstep/schema/run';
import { useEffect, useMemo, useState } from 'react';
import { call, useCall, useRefresh, useSend } from '../../api/index.ts';
import { parseJsonText } from '../../forms/json-text.ts';

/** The document as it is being written: JSON is text until it can be read. */
export interface DraftText {
  readonly title: string;
  readonly description: string;
  readonly owner: string;
  readonly schema: string;
  readonly examples: readonly { readonly name: string; readonly text: string }[];
}

export type Checked = OkOf<typeof checkContractDocument>;

export interface Draft {
  readonly text: DraftText;
  readonly change: (next: Partial<DraftText>) => void;
  /** Undefined while some JSON cannot be read. */
  readonly document: ContractDocument | undefined;
  /** The last schema that could be read. */
  readonly schema: Json;
  /** What the runtime says of the document; undefined while it looks. */
  readonly checked: Checked | undefined;
  readonly isDirty: boolean;
  readonly revision: number;
  readonly saving: boolean;
  /** Somebody else saved in between: what the runtime said about it. */
  readonly conflict: string | undefined;
  readonly refusal: string | undefined;
  /** True when what is on screen is saved. */
  readonly save: () => Promise<boolean>;
  /** After a conflict: go on from theirs, or keep this text and save it over theirs. */
  readonly takeTheirs: () => Promise<void>;
  readonly keepMine: () => Promise<void>;
}

const CHECK_AFTER_MS = 350;

/** The draft of a contract while a person writes it: begun from the saved draft, else from the newest version. */
export function useDraft(contract: ContractPage): Draft | undefined {
  const { name, draft, version } = contract;
  const base = useCall(
    getContractVersion,
    { params: { name, version: version ?? '' } },
    { enabled: draft === undefined && version !== undefined, staleTime: Number.POSITIVE_INFINITY },
  );
  const begun = draft?.document ?? base.data;
  const [state, setState] = useState<{ readonly text: DraftText; readonly saved: string; readonly revision: number }>();
  const [conflict, setConflict] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const { send, pending } = useSend(saveContractDraft, [getContract, listRegistry]);
  const refresh = useRefresh();
  if (state === undefined && begun !== undefined) {
    const text = textOf(begun);
    setState({ text, saved: JSON.stringify(text), revision: draft?.revision ?? 0 });
  }
  const text = state?.text;
  const document = useMemo(() => text && documentOf(text), [text]);
  const schema = useLastSchema(text?.schema);
  const checked = useChecked(name, document);

  if (state === undefined || text === undefined) return undefined;
  const saveOn = async (basedOn: number): Promise<boolean> => {
    setRefusal(undefined);
    if (document === undefined) {
      setRefusal('There is JSON that cannot be read; it is marked. Nothing was saved.');
      return false;
    }
    const answer = await send({ params: { name }, body: { document, basedOn } });
    if (answer.ok) {
      setConflict(undefined);
      setState((now) => now && { ...now, saved: JSON.stringify(text), revision: answer.value.revision });
      return true;
    }
    const said = answer.problem.detail ?? answer.problem.title;
    if (answer.code === 'draft-conflict') setConflict(said);
    else setRefusal(said);
    return false;
  };
  const theirs = async () => {
    const answer = await call(getContract, { params: { name } });
    if (answer.ok) return answer.value;
    setRefusal(answer.problem.detail ?? answer.problem.title);
    return undefined;
  };
  return {
    text,
    change: (next) => setState((now) => now && { ...now, text: { ...now.text, ...next } }),
    document,
    schema,
    checked,
    isDirty: JSON.stringify(text) !== state.saved,
    revision: state.revision,
    saving: pending,
    conflict,
    refusal,
    save: () => saveOn(state.revision),
    async takeTheirs() {
      const now = await theirs();
      if (now === undefined) return;
      setConflict(undefined);
      refresh(getContract);
      const next = now.draft === undefined ? text : textOf(now.draft.document);
      setState({
        text: next,
        saved: now.draft === undefined ? '' : JSON.stringify(next),
        revision: now.draft?.revision ?? 0,
      });
    },
    async keepMine() {
      const now = await theirs();
      if (now !== undefined) await saveOn(now.draft?.revision ?? 0);
    },
  };
}

function textOf({
  title,
  description,
  owner = '',
  schema,
  examples,
}: Omit<ContractDocument, 'owner'> & { readonly owner?: string | undefined }): DraftText {
  return {
    title,
    description,
    owner,
    schema: JSON.stringify(schema, null, 2),
    examples: examples.map(({ name, value }) => ({ name, text: JSON.stringify(value, null, 2) })),
  };
}

function documentOf({ title, description, owner, schema, examples }: DraftText): ContractDocument | undefined {
  const read = parseJsonText(schema);
  const values = examples.map(({ name, text }) => ({ name: name.trim(), read: parseJsonText(text) }));
  if (!read.ok || read.value === undefined || title.trim() === '') return undefined;
  const good = values.flatMap(({ name, read: each }) =>
    each.ok && each.value !== undefined && name !== '' ? [{ name, value: each.value }] : [],
  );
  if (good.length < values.length) return undefined;
  return { title: title.trim(), description, owner: owner.trim(), schema: read.value, examples: good };
}

/** The tree keeps what was last readable while somebody types. */
function useLastSchema(text: string | undefined): Json {
  const [last, setLast] = useState<Json>(true);
  useEffect(() => {
    if (text === undefined) return;
    const read = parseJsonText(text);
    if (read.ok && read.value !== undefined) setLast(read.value);
  }, [text]);
  return last;
}

function useChecked(name: string, document: ContractDocument | undefined): Checked | undefined {
  const [checked, setChecked] = useState<Checked>();
  useEffect(() => {
    setChecked(undefined);
    if (document === undefined) return undefined;
    let isStale = false;
    const timer = setTimeout(async () => {
      const answer = await call(checkContractDocument, { params: { name }, body: { document } });
      if (!isStale && answer.ok) setChecked(answer.value);
    }, CHECK_AFTER_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [name, document]);
  return checked;
}
