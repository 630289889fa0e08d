import { expect, it } from 'vitest';
import { Backoff, retryAfterMs } from './backoff';

it('doubles its ceiling up to a bound, and waits anywhere below it', () => {
  const draws = [0, 0.5, 0.999];
  const backoff = new Backoff(1000, 8000, () => draws.shift() ?? 1);
  expect([1, 2, 3, 4, 5, 6].map(() => Math.round(backoff.next()))).toEqual([0, 1000, 3996, 8000, 8000, 8000]);
  backoff.reset();
  expect(backoff.next()).toBe(1000);
});

it('never waits less than it was asked to', () => {
  expect(new Backoff(1000, 8000, () => 0).next(20_000)).toBe(20_000);
});

it('reads Retry-After in seconds and as a date', () => {
  const now = Date.parse('2026-11-01T00:00:00Z');
  expect(retryAfterMs('30', now)).toBe(30_000);
  expect(retryAfterMs('Sun, 01 Nov 2026 00:01:00 GMT', now)).toBe(60_000);
  expect(retryAfterMs('soon', now)).toBeUndefined();
  expect(retryAfterMs(null, now)).toBeUndefined();
});
