import { create } from 'zustand';

const KEY = 'lockstep.person';
const UNNAMED = 'Analyst';

/** Who sits at this browser, by their own word: shown to others, and written beside what they ask and decide. */
export const usePerson = create<{ readonly name: string; readonly isNamed: boolean }>(() => read());

export function personName(): string {
  return usePerson.getState().name;
}

export function namePerson(name: string): void {
  const text = name.trim().slice(0, 120);
  if (text === '') return;
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // storage forbidden: the name lasts as long as the page
  }
  usePerson.setState({ name: text, isNamed: true });
}

function read() {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    // storage forbidden
  }
  return { name: kept ?? UNNAMED, isNamed: kept !== null };
}

/** This page among all pages that have a flow open; another one after every reload. */
export const PAGE_SESSION = crypto.randomUUID();
