// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Softphone } from '../../test/softphone';
import { World } from '../../test/world';
import { Sidetone } from '../core/sidetone';
import { observePage } from './observePage';

let world: World;

class PageConnection extends EventTarget {
  static made = 0;

  static generateCertificate() {
    return 'certificate';
  }

  connectionState = 'new';
  readonly #phone = new Softphone(world.now, ++PageConnection.made);

  constructor(readonly configuration?: unknown) {
    super();
  }

  getStats() {
    return this.#phone.getStats();
  }

  getSenders() {
    return [];
  }

  become(state: string) {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }

  close() {
    this.connectionState = 'closed';
  }
}

describe('a page that makes its own connections', () => {
  let sidetone: Sidetone;
  const make = () => new RTCPeerConnection({ iceServers: [] }) as unknown as PageConnection;

  beforeEach(() => {
    world = new World();
    PageConnection.made = 0;
    window.RTCPeerConnection = PageConnection as never;
    sidetone = new Sidetone({ url: 'https://s.example', key: 'k' }, world);
  });

  afterEach(() => sidetone.stop());

  it('has them found, and notices nothing', () => {
    observePage(sidetone);
    const connection = make();
    expect(connection).toBeInstanceOf(PageConnection);
    expect(connection).toBeInstanceOf(RTCPeerConnection);
    expect(connection.configuration).toEqual({ iceServers: [] });
    expect(RTCPeerConnection.generateCertificate('ECDSA')).toBe('certificate');
    expect(RTCPeerConnection.name).toBe('PageConnection');
    class Own extends RTCPeerConnection {}
    expect(new Own()).toBeInstanceOf(Own);
  });

  it('has those that connect in a call observed with it', async () => {
    observePage(sidetone);
    sidetone.call({ contactId: 'c', agent: 'a' });
    const connection = make();
    connection.become('connected');
    await world.pass(11_000);
    expect(world.batches[0]?.samples?.[0]?.inbound?.[0]?.ssrc).toBe(1);
  });

  it('has those that live on counted from a base in the next call', async () => {
    observePage(sidetone);
    const connection = make();
    const first = sidetone.call({ contactId: 'c-1' });
    connection.become('connected');
    await world.pass(3000);
    await Promise.all([first?.end(), world.pass(0)]);
    sidetone.call({ contactId: 'c-2' });
    await world.pass(11_000);

    const of = (id: string) => world.batches.filter((batch) => batch.contactId === id);
    expect(Object.assign({}, ...of('c-1').map((batch) => batch.facts)).baseline).toBeUndefined();
    expect(Object.assign({}, ...of('c-2').map((batch) => batch.facts)).baseline).toBe(true);
    expect(of('c-2').some((batch) => batch.samples)).toBe(true);
  });

  it('makes a call of each that is described, which ends with it', async () => {
    observePage(sidetone, { describe: () => ({ contactId: 'described' }) });
    const connection = make();
    connection.become('connected');
    await world.pass(2000);
    connection.close();
    await world.pass(1000);
    const happenings = world.batches.flatMap((batch) => batch.happenings ?? []);
    expect(happenings.map((each) => each.type)).toEqual(['connected', 'ended']);
  });

  it('has its constructor back when observing stops', async () => {
    observePage(sidetone);
    expect(RTCPeerConnection).not.toBe(PageConnection);
    await sidetone.stop();
    expect(RTCPeerConnection).toBe(PageConnection);
  });

  it('keeps the constructor of whoever wrapped it after us', () => {
    const stop = observePage(sidetone);
    const wrapper = class extends RTCPeerConnection {};
    window.RTCPeerConnection = wrapper;
    stop();
    expect(RTCPeerConnection).toBe(wrapper);
  });
});
