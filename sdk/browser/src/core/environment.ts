import type { BatchStore } from './outbox/batchStore';

/** What the core needs of the world around it. A page hands in a browser's; tests hand in their own. */
export interface Environment {
  /** Milliseconds since the Unix epoch, on a clock that nobody sets while the page lives; it may stand in sleep. */
  now(): number;
  /** Milliseconds since the Unix epoch as the computer says it now. */
  wall(): number;
  /** From 0 to below 1. */
  random(): number;
  /** A random id, of 16 characters at least. */
  newId(): string;
  /** Calls once after a time; the result takes it back. */
  after(ms: number, call: () => void): () => void;
  /** Sends a request; throws when there is no answer in time. */
  request(request: OutgoingRequest): Promise<Answer>;
  /** Hands a text to the browser to post after the page is gone; false when it does not take it. */
  beacon(url: string, body: string): boolean;
  /** The text in UTF-8, gzipped; undefined when the browser cannot. */
  gzip(text: string): Promise<Uint8Array | undefined>;
  /** Where batches wait until they are acknowledged. */
  readonly store: BatchStore;
  /** Locks between the pages of an origin; undefined when the browser has none. */
  readonly locks: Locks | undefined;
  /** Listens to what becomes of the page; the result stops it. */
  onPage(listener: (change: PageChange) => void): () => void;
  /** Lets go of timers and the store: nothing is asked of it any more. */
  close(): void;
}

/** `hidden`: another tab is in front. `gone`: the page goes away now. `back`: it came back. `online`: there is a network. */
export type PageChange = 'hidden' | 'gone' | 'back' | 'online';

export interface OutgoingRequest {
  url: string;
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** True when the browser shall finish it even if the page goes away meanwhile. */
  keepalive?: boolean;
  timeoutMs: number;
}

export interface Answer {
  status: number;
  /** A header's value; null when it is absent or hidden from the page. */
  header(name: string): string | null;
  text(): Promise<string>;
}

/** Locks that a page holds until it lets go or dies (Web Locks). */
export interface Locks {
  /** Runs the work when no other page holds the lock. */
  run(name: string, work: () => Promise<void>): Promise<void>;
  /** Holds a lock as long as the page lives, or until the result is called. */
  hold(name: string): () => void;
  /** The names of all locks held by any page of the origin. */
  held(): Promise<ReadonlySet<string>>;
}
