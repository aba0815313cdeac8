import { onTestFinished } from 'vitest';
import { contextFor, type TestWorld } from '../../../testing/context.ts';
import type { Comment, TicketView } from './tickets.ts';
import { ZENDESK_CREDENTIALS, type ZendeskSettings, zendeskSimulator } from './zendesk-simulator.ts';

/** A service desk for one test, and a step that has a connection to it. */
export async function deskWorld(settings: ZendeskSettings = {}, world: TestWorld = {}) {
  const sim = await zendeskSimulator({ clock: () => Date.UTC(2026, 10, 23, 8), ...settings });
  onTestFinished(() => sim.close());
  const connection = { id: 'desk', system: 'zendesk', baseUrl: sim.baseUrl, settings: ZENDESK_CREDENTIALS };
  const faults = (body: object) => fetch(sim.faultsUrl, { method: 'PUT', body: JSON.stringify(body) });
  const agent = (ticket: number, status: string) =>
    fetch(`${sim.baseUrl}/_sim/agent`, { method: 'POST', body: JSON.stringify({ ticket, status }) });
  const tickets = async () => ((await (await fetch(sim.stateUrl)).json()) as DeskState).tickets;
  return { sim, connection, faults, agent, tickets, ctx: contextFor({ connections: [connection], ...world }) };
}

export interface DeskState {
  readonly tickets: readonly (TicketView & { readonly comments: readonly Comment[] })[];
}
