import type { ServerClock } from '../clock/serverClock';
import type { Environment } from '../environment';
import type { Settings } from '../options';
import { KEEPALIVE_BYTES_MAX } from '../wire/limits';
import { retryAfterMs } from './backoff';

/** What became of a batch that was sent. */
export type Outcome =
  | { kind: 'accepted' }
  | { kind: 'refused'; status: number; problem: string }
  | { kind: 'later'; error: Error; afterMs?: number };

const REFUSALS = [400, 409, 413, 415, 422];
const TIMEOUT_MS = 30_000;

/** Below this gzip saves less than its header and the time it takes. */
const GZIP_FROM = 1024;

/** A key that the server does not take may be put right there: ask again, but seldom. */
const KEY_RETRY_MS = 60_000;

/** Speaks to the server (docs/reference/http-api.md). */
export class Transport {
  readonly #environment: Environment;
  readonly #settings: Settings;
  readonly #clock: ServerClock;
  readonly #path: string;

  /** @param path Where it posts. */
  constructor(environment: Environment, settings: Settings, clock: ServerClock, path = '/v1/batches') {
    this.#environment = environment;
    this.#settings = settings;
    this.#clock = clock;
    this.#path = path;
  }

  /** Sends a batch and waits for the answer. Never throws. */
  async send(body: string): Promise<Outcome> {
    const [environment, settings] = [this.#environment, this.#settings];
    const zipped = body.length >= GZIP_FROM ? await environment.gzip(body) : undefined;
    const sentAt = environment.now();
    try {
      const answer = await environment.request({
        url: settings.url + this.#path,
        method: 'POST',
        headers: {
          authorization: `Bearer ${settings.key}`,
          'content-type': 'application/json',
          ...(zipped && { 'content-encoding': 'gzip' }),
        },
        body: zipped ?? body,
        keepalive: (zipped?.length ?? 2 * body.length) <= KEEPALIVE_BYTES_MAX / 2,
        timeoutMs: TIMEOUT_MS,
      });
      const answeredAt = environment.now();
      const text = await answer.text();
      if (answer.status >= 200 && answer.status < 300) {
        this.#clock.observe(sentAt, answeredAt, serverTimeIn(text));
        return { kind: 'accepted' };
      }

      if (REFUSALS.includes(answer.status)) {
        return { kind: 'refused', status: answer.status, problem: text };
      }

      const error = new Error(`${settings.url} answered ${answer.status}: ${text.slice(0, 500)}`);
      const asked = retryAfterMs(answer.header('retry-after'), environment.wall());
      const afterMs = answer.status === 401 || answer.status === 403 ? KEY_RETRY_MS : asked;
      return { kind: 'later', error, ...(afterMs !== undefined && { afterMs }) };
    } catch (error) {
      return { kind: 'later', error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  /** Hands a batch to the browser to send after the page; there is no answer. The key stands in the body. */
  beacon(body: string): boolean {
    const text = `{"key":${JSON.stringify(this.#settings.key)},${body.slice(1)}`;
    return this.#environment.beacon(this.#settings.url + this.#path, text);
  }

  /** Asks what the server's clock says, some times; false when it does not answer. */
  async askTime(): Promise<boolean> {
    try {
      for (let asked = 0; asked < 3; asked++) {
        const sentAt = this.#environment.now();
        const url = `${this.#settings.url}/v1/time`;
        const answer = await this.#environment.request({ url, method: 'GET', timeoutMs: TIMEOUT_MS });
        this.#clock.observe(sentAt, this.#environment.now(), serverTimeIn(await answer.text()));
      }
    } catch {
      // No network now: whoever needs the time asks again.
    }

    return this.#clock.offset !== undefined;
  }
}

function serverTimeIn(text: string): number {
  try {
    return Number((JSON.parse(text) as { serverTime?: number }).serverTime);
  } catch {
    return Number.NaN;
  }
}
