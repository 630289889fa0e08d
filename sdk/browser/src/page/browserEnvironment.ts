import type { Answer, Environment, OutgoingRequest, PageChange } from '../core/environment';
import { FallbackStore } from '../core/outbox/fallbackStore';
import { MemoryStore } from '../core/outbox/memoryStore';
import { IndexedDbStore } from './indexedDbStore';
import { webLocks } from './webLocks';
import { type Timer, workerTimer } from './workerTimer';

/** The environment that a browser's page is. */
export function browserEnvironment(server: string, onError: (error: unknown) => void): Environment {
  // Taken now: a page, or a library in it, may replace them later with ones that do something else.
  const fetch = window.fetch.bind(window);
  const store = storeOf(server, onError);
  let timer: Timer | undefined;
  return {
    now: () => performance.timeOrigin + performance.now(),
    wall: () => Date.now(),
    random: () => Math.random(),
    newId: () => {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    after: (ms, call) => {
      timer ??= workerTimer();
      return timer.after(ms, call);
    },
    request: (request) => send(fetch, request),
    beacon: (url, body) => navigator.sendBeacon?.(url, body) ?? false,
    gzip,
    store,
    locks: webLocks(navigator),
    onPage,
    close: () => {
      timer?.stop();
      store.close();
    },
  };
}

async function send(fetch: typeof window.fetch, request: OutgoingRequest): Promise<Answer> {
  const abort = new AbortController();
  const timeout = setTimeout(() => abort.abort(), request.timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      ...(request.headers && { headers: request.headers }),
      ...(request.body !== undefined && { body: request.body as BodyInit }),
      // Only a small body may outlive its page; a larger one with the flag is refused.
      keepalive: request.keepalive ?? false,
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'strict-origin',
      signal: abort.signal,
    });
    const body = await response.text();
    return { status: response.status, header: (name) => response.headers.get(name), text: async () => body };
  } finally {
    clearTimeout(timeout);
  }
}

async function gzip(text: string): Promise<Uint8Array | undefined> {
  if (typeof CompressionStream === 'undefined') {
    return undefined;
  }

  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Where what waits for a server is kept: on disk, and in memory where there is no disk. */
export function storeOf(server: string, onError: (error: unknown) => void) {
  try {
    // Reading the property throws where the browser blocks storage.
    return window.indexedDB
      ? new FallbackStore(new IndexedDbStore(window.indexedDB, `sidetone ${server}`), onError)
      : new MemoryStore();
  } catch (error) {
    onError(error);
    return new MemoryStore();
  }
}

function onPage(listener: (change: PageChange) => void): () => void {
  const listeners: [EventTarget, string, (event: Event) => void][] = [
    [document, 'visibilitychange', () => document.visibilityState === 'hidden' && listener('hidden')],
    // Not beforeunload or unload: those keep a page out of the back/forward cache, and phones do not send them.
    [window, 'pagehide', () => listener('gone')],
    [window, 'pageshow', (event) => (event as PageTransitionEvent).persisted && listener('back')],
    [window, 'online', () => listener('online')],
  ];
  for (const [target, type, hear] of listeners) {
    target.addEventListener(type, hear, true);
  }

  return () => {
    for (const [target, type, hear] of listeners) {
      target.removeEventListener(type, hear, true);
    }
  };
}
