/** A webhook ready to be sent. */
export interface Parcel {
  readonly url: string;
  readonly rawBody: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds the sender waits for the whole answer. */
  readonly timeoutMs: number;
}

/** What came back: a status, or why there is none. */
export interface Answer {
  readonly httpStatus?: number;
  /** The first 2,000 characters of the receiver's answer. */
  readonly answer?: string;
  readonly error?: string;
}

/** Posts one webhook. Never throws; a redirect is an answer, not an order to follow. */
export async function postParcel({ url, rawBody, headers, timeoutMs }: Parcel, closing: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers },
      body: rawBody,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), closing]),
    });
    const answer = (await response.text()).slice(0, 2_000);
    return { httpStatus: response.status, answer };
  } catch (error) {
    return { error: reason(error) };
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
