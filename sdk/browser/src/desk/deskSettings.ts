import { Backoff, retryAfterMs } from '../core/outbox/backoff';
import type { Sidetone } from '../core/sidetone';

/** What a group wants of its desks: `GET /v1/desk`. */
export interface DeskSettings {
  /** True when the group keeps what headsets tell. */
  headset: boolean;
  issues: IssueLists;
}

/** What a form offers, in that order, and what may go with a report. */
export interface IssueLists {
  categories: readonly string[];
  causes: readonly string[];
  severities: readonly string[];
  scenarios: readonly string[];
  sampleSeconds: number;
  samplesMax: number;
}

/** What is offered where the server was never reached: what it offers a new group. */
export const USUAL_LISTS: IssueLists = {
  categories: [
    'Audio quality',
    'Call dropped',
    'Softphone would not work',
    'Headset or microphone',
    'Computer or network',
    'Something else',
  ],
  causes: [
    'I could not hear the customer',
    'The customer could not hear me',
    'Choppy or robotic sound',
    'Echo',
    'Long delay',
    'Background noise',
    'The call ended by itself',
    'Softphone would not work',
    'Headset did not work',
    'Computer was slow',
    'I do not know',
  ],
  severities: ['Great', 'Good', 'Fair', 'Poor', 'Terrible'],
  scenarios: ['When the call came in', 'During the call', 'On hold or transfer', 'Between calls', 'All day'],
  sampleSeconds: 30,
  samplesMax: 120,
};

/** The server lets an answer be kept for a minute. */
const FRESH_MS = 60_000;
const TIMEOUT_MS = 10_000;

/** Keeps texts between two pages; `localStorage` is one. */
export interface KeptTexts {
  getItem(name: string): string | null;
  setItem(name: string, text: string): void;
}

/** The group's settings: asked for when somebody needs them, and remembered for when the server is away. */
export class DeskSource {
  #known: DeskSettings | undefined;
  #asking: Promise<void> | undefined;
  #notBefore = 0;
  readonly #backoff: Backoff;
  readonly #name: string;

  readonly #sidetone: Sidetone;
  readonly #kept: KeptTexts | undefined;

  constructor(sidetone: Sidetone, kept: KeptTexts | undefined = localTexts()) {
    this.#sidetone = sidetone;
    this.#kept = kept;
    const { settings, environment } = sidetone;
    this.#backoff = new Backoff(settings.retryFirstMs, settings.retryMaxMs, () => environment.random());
    // The key is not written down. One of another group has another name, and so other lists.
    this.#name = `sidetone desk ${settings.url} ${hashOf(settings.key)}`;
    this.#known = this.#remembered();
  }

  /** What is known now: the last answer, if need be another page's; undefined when there was none. */
  get known(): DeskSettings | undefined {
    return this.#known;
  }

  /** Asks when the last answer is old; what is known then. Never throws. */
  async latest(): Promise<DeskSettings | undefined> {
    if (this.#sidetone.environment.now() >= this.#notBefore) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = undefined;
      });
    }

    await this.#asking;
    return this.#known;
  }

  async #ask(): Promise<void> {
    const { environment, settings } = this.#sidetone;
    let waitMs: number | undefined;
    try {
      const answer = await environment.request({
        url: `${settings.url}/v1/desk`,
        method: 'GET',
        headers: { authorization: `Bearer ${settings.key}` },
        timeoutMs: TIMEOUT_MS,
      });
      const text = await answer.text();
      const read = answer.status === 200 ? settingsIn(text) : undefined;
      if (read) {
        this.#known = read;
        this.#backoff.reset();
        this.#notBefore = environment.now() + FRESH_MS;
        this.#sidetone.guard(() => this.#kept?.setItem(this.#name, text));
        return;
      }

      waitMs = retryAfterMs(answer.header('retry-after'), environment.wall());
      settings.onError?.(new Error(`${settings.url}/v1/desk answered ${answer.status}: ${text.slice(0, 500)}`));
    } catch (error) {
      settings.onError?.(error instanceof Error ? error : new Error(String(error)));
    }

    this.#notBefore = environment.now() + this.#backoff.next(waitMs);
  }

  #remembered(): DeskSettings | undefined {
    try {
      return settingsIn(this.#kept?.getItem(this.#name) ?? '');
    } catch {
      return undefined; // Storage is blocked.
    }
  }
}

/** The settings in an answer; undefined when it is none. Unknown members are skipped, missing lists are the usual ones. */
export function settingsIn(text: string): DeskSettings | undefined {
  let read: { headset?: unknown; issues?: Record<string, unknown> | null } | null;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }

  if (typeof read !== 'object' || read === null) {
    return undefined;
  }

  const issues = read.issues ?? {};
  const list = (name: 'categories' | 'causes' | 'severities' | 'scenarios') => {
    const value = issues[name];
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : USUAL_LISTS[name];
  };
  const count = (name: 'sampleSeconds' | 'samplesMax') => {
    const value = issues[name];
    return typeof value === 'number' && value >= 0 ? value : USUAL_LISTS[name];
  };
  return {
    headset: read.headset === true,
    issues: {
      categories: list('categories'),
      causes: list('causes'),
      severities: list('severities'),
      scenarios: list('scenarios'),
      sampleSeconds: count('sampleSeconds'),
      samplesMax: count('samplesMax'),
    },
  };
}

function localTexts(): KeptTexts | undefined {
  try {
    return window.localStorage; // Reading the property throws where the browser blocks storage.
  } catch {
    return undefined;
  }
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }

  return (hash >>> 0).toString(16);
}
