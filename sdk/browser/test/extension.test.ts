import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readingIn } from '../src/machine/protocol';

// The extension has no build: it is tried as it stands.
const at = (name: string) => new URL(`../../extension/${name}`, import.meta.url);
const { cpuUtilization, memoryGb, memoryUtilization } = await import(at('load.js').href);

const cpu = (...usages: [kernel: number, user: number, total: number][]) => ({
  processors: usages.map(([kernel, user, total]) => ({ usage: { kernel, user, total } })),
});

describe('the extension', () => {
  it('weighs all processors', () => {
    expect(cpuUtilization(cpu([0, 0, 0], [0, 0, 0]), cpu([10, 20, 100], [0, 10, 100]))).toBe(20);
  });

  it('says nothing of a time in which a counter fell or stood', () => {
    expect(cpuUtilization(cpu([0, 0, 100]), cpu([0, 0, 50]))).toBeUndefined();
    expect(cpuUtilization(cpu([0, 0, 100]), cpu([0, 0, 100]))).toBeUndefined();
    expect(cpuUtilization(cpu([0, 0, 100]), cpu([0, 0, 200], [0, 0, 200]))).toBeUndefined();
  });

  it('knows used and installed memory', () => {
    const memory = { capacity: 15.6 * 1024 ** 3, availableCapacity: 3.9 * 1024 ** 3 };
    expect(memoryUtilization(memory)).toBe(75);
    expect(memoryGb(memory)).toBe(16);
  });

  it('bridges page and worker, and tells readings that the page takes', async () => {
    const told: unknown[] = [];
    let hear: (event: unknown) => void = () => {};
    let tell: (reading: unknown) => void = () => {};
    let connected = 0;
    const window = {
      addEventListener: (_: string, listener: typeof hear) => {
        hear = listener;
      },
      postMessage: (message: unknown) => told.push(message),
    };
    const port = {
      onMessage: { addListener: (listener: typeof tell) => (tell = listener) },
      onDisconnect: { addListener: () => {} },
      disconnect: () => connected--,
    };
    const chrome = { runtime: { connect: () => connected++ < 9 && port } };
    const location = { origin: 'https://s.example' };
    new Function('window', 'chrome', 'location', await readFile(at('content.js'), 'utf8'))(window, chrome, location);
    const ask = (on: boolean, source: unknown = window) =>
      hear({ source, origin: location.origin, data: { sidetone: 'watch', version: 1, on } });

    ask(true, {});
    expect(connected).toBe(0);
    ask(true);
    ask(true);
    expect(connected).toBe(1);
    tell({ cpuUtilization: 12, memoryUtilization: 50 });
    expect(readingIn(told[0])).toMatchObject({ cpuUtilization: 12, memoryUtilization: 50 });
    ask(false);
    expect(connected).toBe(0);
  });
});
