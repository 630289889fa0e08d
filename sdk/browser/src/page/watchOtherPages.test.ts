import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { settle, World } from '../../test/world';
import { Sidetone } from '../core/sidetone';
import { watchOtherPages } from './watchOtherPages';

/** One browser's pages: what one posts, the others hear. */
class Channel {
  static readonly open = new Set<Channel>();
  onmessage: ((event: { data: unknown }) => void) | undefined;

  constructor() {
    Channel.open.add(this);
  }

  postMessage(data: unknown): void {
    for (const other of Channel.open) {
      if (other !== this) {
        other.onmessage?.({ data });
      }
    }
  }

  close(): void {
    Channel.open.delete(this);
  }
}

beforeEach(() => vi.stubGlobal('BroadcastChannel', Channel));
afterEach(() => {
  vi.unstubAllGlobals();
  Channel.open.clear();
});

function page(agent: string) {
  const world = new World();
  const sidetone = new Sidetone({ url: 'https://s.example', key: 'k', agent }, world);
  watchOtherPages(sidetone);
  return {
    sidetone,
    noted: async () => {
      sidetone.flush();
      await settle();
      return world.batches
        .flatMap((batch) => batch.happenings ?? [])
        .filter((each) => each.type === 'multipleSoftphones').length;
    },
  };
}

it('two pages with a call of one agent both note it, once', async () => {
  const [first, second, another] = [page('ada'), page('ada'), page('bob')];
  for (const { sidetone } of [another, first, second]) {
    sidetone.call({ contactId: 'c' });
  }

  expect([await first.noted(), await second.noted(), await another.noted()]).toEqual([1, 1, 0]);
});

it('nobody is told of a call that is over, that has no agent, or after the page stopped', async () => {
  const [first, second, nameless, stopped] = [page('ada'), page('ada'), page(''), page('ada')];
  await first.sidetone.call({ contactId: 'c' })?.end();
  nameless.sidetone.call({ contactId: 'n' });
  stopped.sidetone.call({ contactId: 's' });
  await stopped.sidetone.stop();
  second.sidetone.call({ contactId: 'd' });
  page('').sidetone.call({ contactId: 'm' });

  expect([await first.noted(), await second.noted(), await nameless.noted()]).toEqual([0, 0, 0]);
});

it('what others say on the channel is left alone', async () => {
  const { sidetone, noted } = page('ada');
  sidetone.call({ contactId: 'c' });
  const stranger = new Channel();
  stranger.postMessage(null);
  stranger.postMessage('ada');

  expect(await noted()).toBe(0);
});
