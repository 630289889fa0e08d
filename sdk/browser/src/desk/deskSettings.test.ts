import { expect, it } from 'vitest';
import { settle, World } from '../../test/world';
import { Sidetone } from '../core/sidetone';
import { DeskSource, type KeptTexts, settingsIn, USUAL_LISTS } from './deskSettings';

class Kept implements KeptTexts {
  readonly texts = new Map<string, string>();
  getItem = (name: string) => this.texts.get(name) ?? null;
  setItem = (name: string, text: string) => void this.texts.set(name, text);
}

const start = (world: World, key = 'k', errors: Error[] = []) =>
  new Sidetone({ url: 'https://s.example', key, onError: (error) => errors.push(error) }, world);
const wants = (category: string) => ({ text: JSON.stringify({ issues: { categories: [category] } }) });

it('reads what is there, and takes the usual lists for the rest', () => {
  expect(settingsIn('{"headset":true,"issues":{"causes":[],"severities":["A",7],"samplesMax":"x"},"new":1}')).toEqual({
    headset: true,
    issues: { ...USUAL_LISTS, causes: [], severities: ['A'] },
  });
  expect(settingsIn('{}')).toEqual({ headset: false, issues: USUAL_LISTS });
  for (const text of ['', 'null', '7', '<html>']) {
    expect(settingsIn(text)).toBeUndefined();
  }
});

it('asks once a minute, however often somebody needs it', async () => {
  const world = new World();
  const desk = new DeskSource(start(world), new Kept());
  await Promise.all([desk.latest(), desk.latest()]);
  await world.pass(59_000);
  await desk.latest();
  expect(world.desksAsked).toBe(1);
  await world.pass(2000);
  await desk.latest();
  expect(world.desksAsked).toBe(2);
});

it('remembers the last answer while the server is away, for the same key only', async () => {
  const [world, kept] = [new World(), new Kept()];
  world.desk = () => wants('Ruis');
  await new DeskSource(start(world), kept).latest();
  world.desk = () => new Error('no network');
  expect((await new DeskSource(start(world), kept).latest())?.issues.categories).toEqual(['Ruis']);
  expect(await new DeskSource(start(world, 'another'), kept).latest()).toBeUndefined();
  expect([...kept.texts.keys()].join()).not.toContain('another');
});

it('asks no sooner than the server wants', async () => {
  const [world, errors] = [new World(), [] as Error[]];
  world.desk = () => ({ status: 429, headers: { 'retry-after': '30' } });
  const desk = new DeskSource(start(world, 'k', errors), new Kept());
  await desk.latest();
  await world.pass(29_000);
  expect(await desk.latest()).toBeUndefined();
  expect(world.desksAsked).toBe(1);
  await world.pass(2000);
  world.desk = () => wants('Ruis');
  expect((await desk.latest())?.issues.categories).toEqual(['Ruis']);
  expect(errors.map(String).join()).toContain('429');
});

it('does without a storage that is blocked', async () => {
  const world = new World();
  const blocked = () => {
    throw new DOMException('SecurityError');
  };
  const desk = new DeskSource(start(world), { getItem: blocked, setItem: blocked });
  expect(desk.known).toBeUndefined();
  expect(await desk.latest()).toBeDefined();
  await settle();
});
