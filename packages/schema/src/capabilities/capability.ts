/** A refusal that callers may count on, whoever serves the call. */
export interface CapabilityError {
  /** As a system flow fails with it, and callers read it. */
  readonly code: string;
  /** In a sentence. */
  readonly meaning: string;
}

/** A promise about a call: what goes in, what comes back, how it may be refused. Which flow keeps it, a binding says. */
export interface Capability {
  /** Stable: `create-sales-order`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly domain: 'Stock' | 'Orders' | 'Products' | 'Customers' | 'Finance' | 'Returns' | 'Shipping' | 'Analytics';
  /** Contract of the request: name and major version. */
  readonly input: string;
  /** Contract of the answer. */
  readonly output: string;
  readonly errors: readonly CapabilityError[];
  /** Field of the request that names the business object: what a share is split by, so that one order stays in one system. */
  readonly key: string;
  /**
   * Fields of the answer that each system makes up for itself, by path (`number`, `customer.id`): two answers agree when both
   * have them, whatever they say.
   */
  readonly own: readonly string[];
}
