import { expect, it } from 'vitest';
import { ServerClock } from './serverClock';

it('takes the middle of the round trip', () => {
  const clock = new ServerClock();
  expect(clock.offset).toBeUndefined();
  clock.observe(1000, 1100, 6050);
  expect(clock.offset).toBe(5000);
});

it('lets answers that took long have no vote', () => {
  const clock = new ServerClock();
  for (const late of [0, 2000, 0, 3000, 2500]) {
    clock.observe(1000, 1020 + late, 1010 + late); // A slow way back: the middle is wrong by half of it.
  }

  expect(clock.offset).toBe(0);
});

it('stays steady while measurements differ by little, and follows a clock that really moved', () => {
  const clock = new ServerClock();
  clock.observe(0, 10, 1005);
  clock.observe(0, 10, 1015);
  clock.observe(0, 10, 1020);
  expect(clock.offset).toBe(1000);

  for (let times = 0; times < 9; times++) {
    clock.observe(0, 10, 1505);
  }

  expect(clock.offset).toBe(1500);
});

it('takes nothing from an answer without a time', () => {
  const clock = new ServerClock();
  clock.observe(0, 10, Number.NaN);
  expect(clock.offset).toBeUndefined();
});
