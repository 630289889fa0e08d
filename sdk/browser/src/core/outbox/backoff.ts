/** How long to wait before the next try: exponential, with full jitter, so that pages do not come back all at once. */
export class Backoff {
  #failures = 0;

  readonly #firstMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;

  constructor(firstMs: number, maxMs: number, random: () => number) {
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
    this.#random = random;
  }

  reset(): void {
    this.#failures = 0;
  }

  /**
   * The next wait, in ms.
   * @param retryAfterMs What the server asked for: never sooner than that, and spread a little after it.
   */
  next(retryAfterMs = 0): number {
    const ceiling = Math.min(this.#maxMs, this.#firstMs * 2 ** Math.min(this.#failures++, 30));
    return retryAfterMs + this.#random() * ceiling;
  }
}

/** `Retry-After` in ms: seconds or a date (RFC 9110, 10.2.3). Undefined when absent or unreadable. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) {
    return undefined;
  }

  const wait = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return wait >= 0 ? wait : undefined;
}
