import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { bundle, bundles, gzippedSize } from '../build.mjs';

/** SPEC, 8: what a page that observes its own connections has to load. */
const CORE_BYTES_MAX = 10 * 1024;

const served = (name: string) =>
  readFile(new URL(`../../../src/Sidetone/Sdk/Bundles/${name}`, import.meta.url), 'utf8');

it('the core is at most 10 KB gzipped, and carries nothing of Amazon Connect', async () => {
  const { code } = await bundle('es', 'sidetone', new URL('core.entry.ts', import.meta.url).pathname);
  expect(gzippedSize(code)).toBeLessThanOrEqual(CORE_BYTES_MAX);
  expect(code).not.toContain('onSoftphoneSessionInit');
  expect(code).not.toContain('RTCPeerConnection');
});

it.each(Object.keys(bundles).flatMap((stem) => [[stem, 'es'] as const, [stem, 'iife'] as const]))(
  'the bundle %s (%s) that the server hands out is built from these sources',
  async (stem, format) => {
    const { name, code, map } = await bundle(format, stem);
    const hint = `It is not: run 'npm run build' in sdk/browser.`;
    expect(await served(name), hint).toBe(code);
    expect(await served(`${name}.map`), hint).toBe(map);
  },
);
