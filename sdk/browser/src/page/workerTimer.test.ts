import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { workerTimer } from './workerTimer';

class FakeWorker {
  static last: FakeWorker | undefined;
  onmessage: ((event: { data: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  asked: [number, number][] = [];
  terminated = false;

  constructor() {
    FakeWorker.last = this;
  }

  postMessage(message: [number, number]) {
    this.asked.push(message);
  }

  terminate() {
    this.terminated = true;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('URL', { createObjectURL: () => 'blob:x', revokeObjectURL: () => {} });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('is told by the worker, once', () => {
  const call = vi.fn();
  workerTimer().after(1000, call);
  const id = FakeWorker.last?.asked[0]?.[0] ?? 0;
  FakeWorker.last?.onmessage?.({ data: id });
  vi.advanceTimersByTime(10_000);
  expect(call).toHaveBeenCalledTimes(1);
});

it('keeps time by itself when the worker is silent', () => {
  const call = vi.fn();
  workerTimer().after(1000, call);
  vi.advanceTimersByTime(1400);
  expect(call).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(call).toHaveBeenCalledTimes(1);
});

it('keeps time by itself where the page forbids workers, at once or by an event', () => {
  const call = vi.fn();
  const timer = workerTimer();
  FakeWorker.last?.onerror?.();
  expect(FakeWorker.last?.terminated).toBe(true);
  timer.after(1000, call);
  vi.stubGlobal('Worker', () => {
    throw new DOMException('SecurityError');
  });
  workerTimer().after(1000, call);
  vi.advanceTimersByTime(1000);
  expect(call).toHaveBeenCalledTimes(2);
});

it('takes back what was asked for', () => {
  const call = vi.fn();
  workerTimer().after(1000, call)();
  vi.advanceTimersByTime(10_000);
  expect(call).not.toHaveBeenCalled();
});
