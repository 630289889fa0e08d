// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { browserEnvironment } from './browserEnvironment';

beforeEach(() => {
  vi.stubGlobal('fetch', vi.fn());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const asked = () => vi.mocked(fetch).mock.calls[0] as [string, RequestInit];

it('sends without cookies, outliving the page only when it was asked to', async () => {
  vi.mocked(fetch).mockResolvedValue(new Response('{"a":1}', { status: 503, headers: { 'retry-after': '7' } }));
  const environment = browserEnvironment('https://s.example', () => {});
  const answer = await environment.request({ url: 'https://s.example/x', method: 'POST', body: 'b', timeoutMs: 1000 });

  expect([answer.status, answer.header('retry-after'), await answer.text()]).toEqual([503, '7', '{"a":1}']);
  expect(asked()[1]).toMatchObject({ method: 'POST', body: 'b', keepalive: false, credentials: 'omit' });
});

it('gives up on an answer that does not come', async () => {
  vi.mocked(fetch).mockImplementation(
    (_, options) =>
      new Promise((_resolve, reject) => options?.signal?.addEventListener('abort', () => reject(new Error('aborted')))),
  );
  const environment = browserEnvironment('https://s.example', () => {});
  await expect(environment.request({ url: 'https://s.example', method: 'GET', timeoutMs: 10 })).rejects.toThrow(
    'aborted',
  );
});

it('keeps the fetch that the page had when it began', async () => {
  vi.mocked(fetch).mockResolvedValue(new Response(''));
  const first = vi.mocked(fetch);
  const environment = browserEnvironment('https://s.example', () => {});
  vi.stubGlobal('fetch', () => Promise.reject(new Error('another library')));
  await environment.request({ url: 'https://s.example', method: 'GET', timeoutMs: 1000 });
  expect(first).toHaveBeenCalledTimes(1);
});

it('hears what becomes of the page, until it is told not to', () => {
  const environment = browserEnvironment('https://s.example', () => {});
  const heard: string[] = [];
  const stop = environment.onPage((change) => heard.push(change));
  const visibility = vi.spyOn(document, 'visibilityState', 'get');
  for (const state of ['hidden', 'visible'] as const) {
    visibility.mockReturnValue(state);
    document.dispatchEvent(new Event('visibilitychange'));
  }

  window.dispatchEvent(new Event('pagehide'));
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
  window.dispatchEvent(new Event('online'));
  stop();
  window.dispatchEvent(new Event('pagehide'));
  expect(heard).toEqual(['hidden', 'gone', 'back', 'online']);
});

it('goes on in memory where the browser blocks storage', async () => {
  vi.stubGlobal('indexedDB', undefined);
  Object.defineProperty(window, 'indexedDB', {
    configurable: true,
    get: () => {
      throw new DOMException('SecurityError');
    },
  });
  const errors: unknown[] = [];
  const { store } = browserEnvironment('https://s.example', (error) => errors.push(error));
  const head = { session: 's', sequence: 0, startedAt: 0, open: false, touchedAt: 0, size: 2, stamped: true };
  await store.put({ ...head, body: '{}' });
  expect(await store.heads()).toEqual([head]);
  expect(errors).toHaveLength(1);
});

it('makes ids that nobody guesses', () => {
  const { newId } = browserEnvironment('https://s.example', () => {});
  expect(newId()).toMatch(/^[0-9a-f]{32}$/);
  expect(newId()).not.toBe(newId());
});
