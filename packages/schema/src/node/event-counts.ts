/** Which events of topics are counted: those of whole business days, the last of them up to `until`. */
export interface EventRange {
  readonly topics: readonly string[];
  /** ISO 8601; events that came before it count. */
  readonly until: string;
  /** Business days, that of `until` among them. */
  readonly days: number;
  /** Where days begin and end: a name of the IANA time zone database. */
  readonly timeZone: string;
}

export interface EventCount {
  readonly topic: string;
  /** Business date: 2026-11-26. */
  readonly date: string;
  /** Different events: the same id under the same key counts once. */
  readonly events: number;
}

/** What the topics have, days and topics without an event left out. */
export interface EventCounts {
  /** ISO 8601, in UTC: where the first day began. */
  readonly from: string;
  readonly counts: readonly EventCount[];
  /** Topics that let events of these days go already: their counts are too low. */
  readonly incomplete: readonly string[];
}
