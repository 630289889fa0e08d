// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';
import { ConnectDesk, type Contact, connect, type Leg } from '../../test/connectDesk';
import { Softphone } from '../../test/softphone';
import { START, settle, World } from '../../test/world';
import { Sidetone } from '../core/sidetone';
import type { Batch, Facts, Happening } from '../core/wire/batch';
import { observeConnect } from './observeConnect';

const CONFIG = JSON.stringify({
  signalingEndpoint: 'wss://rtc.connect-telecom.example/LilyRTC',
  iceServers: [{ urls: ['turn:turnnlb-1.elb.example.com.:3478?transport=udp'], username: 'u', credential: 'secret' }],
  transportLifeTimeSeconds: 3600,
});

const agent = (state: string, more: Partial<Leg> = {}): Leg => ({
  connectionId: 'leg-a',
  type: 'agent',
  state,
  callConfigJson: CONFIG,
  ...more,
});
const customer = (state: string, more: Partial<Leg> = {}): Leg => ({
  connectionId: 'leg-c',
  type: 'inbound',
  initial: true,
  state,
  phoneNumber: '+31201234567',
  ...more,
});

describe('an Amazon Connect desk', () => {
  let world: World;
  let desk: ConnectDesk;
  let sidetone: Sidetone;
  let errors: Error[];

  beforeEach(() => {
    world = new World();
    desk = new ConnectDesk();
    errors = [];
    sidetone = new Sidetone({ url: 'https://s.example', key: 'k', onError: (error) => errors.push(error) }, world);
  });

  const ringing = (more: Partial<Contact> = {}): Contact => ({
    contactId: 'contact-1',
    state: 'connecting',
    queue: 'Support',
    queueTimestamp: START - 20_000,
    legs: [agent('connecting'), customer('connected')],
    ...more,
  });
  const batchesOf = (contactId: string): Batch[] => world.batches.filter((batch) => batch.contactId === contactId);
  const happenings = (contactId = 'contact-1'): Happening[] =>
    batchesOf(contactId).flatMap((batch) => batch.happenings ?? []);
  const types = (contactId = 'contact-1') => happenings(contactId).map((each) => each.type);
  const facts = (contactId = 'contact-1'): Facts =>
    Object.assign({}, ...batchesOf(contactId).map((batch) => batch.facts));

  it('has its calls observed from the ring to the end', async () => {
    observeConnect(sidetone, connect);
    desk.snapshot(ringing());
    const pc = new Softphone(world.now);
    const session: { _pc?: unknown; callId?: string } = { callId: 'call-9' };
    desk.session('leg-a', session);
    await world.pass(3000);
    session._pc = pc;
    desk.change('contact-1', { state: 'connected', legs: [agent('connected'), customer('connected')] });
    await world.pass(5000);
    desk.change('contact-1', { legs: [agent('connected'), customer('hold')] });
    await world.pass(2000);
    desk.change('contact-1', { legs: [agent('connected'), customer('connected')] });
    await world.pass(5000);
    desk.change('contact-1', { legs: [agent('connected'), customer('disconnected')] });
    desk.change('contact-1', { state: 'ended', legs: [agent('disconnected'), customer('disconnected')] });
    await world.pass(1000);
    desk.snapshot();
    await world.pass(1000);

    expect(types()).toEqual(['connecting', 'connected', 'hold', 'resume', 'ended']);
    expect(happenings().at(-1)).toMatchObject({ endedBy: 'Customer' });
    expect(batchesOf('contact-1')[0]).toMatchObject({ agent: 'ada.lovelace' });
    expect(facts()).toMatchObject({
      friendlyName: 'Ada Lovelace',
      direction: 'Inbound',
      queueName: 'Support',
      enqueuedAt: START - 20_000,
      callerId: '+31201234567',
      signallingFqdn: 'rtc.connect-telecom.example',
      serviceEndpoint: { transportLifeTimeSeconds: 3600 },
      mediaStrategy: 'StandardStrategy',
      mediaSessionId: 'call-9',
    });
    const last = batchesOf('contact-1').flatMap((batch) => batch.samples ?? []);
    expect(last.at(-1)?.inbound?.[0]?.packetsReceived).toBe(750);
    expect(JSON.stringify(world.batches)).not.toContain('secret');
    expect(errors).toEqual([]);
  });

  it('says that the agent ended when only the agent is gone, and nothing when nobody saw', async () => {
    observeConnect(sidetone, connect);
    desk.snapshot(ringing({ state: 'connected', legs: [agent('connected'), customer('connected')] }));
    desk.change('contact-1', { legs: [agent('disconnected'), customer('connected')] });
    desk.change('contact-1', { state: 'ended', legs: [agent('disconnected'), customer('disconnected')] });
    await world.pass(1000);
    expect(happenings().at(-1)).toMatchObject({ type: 'ended', endedBy: 'Agent' });

    desk.snapshot(
      ringing({ contactId: 'contact-2', state: 'connected', legs: [agent('connected'), customer('connected')] }),
    );
    desk.change('contact-2', { state: 'ended', legs: [agent('disconnected'), customer('disconnected')] });
    await world.pass(1000);
    expect(happenings('contact-2').at(-1)).toEqual({
      type: 'ended',
      at: expect.any(Number),
      lastSequence: expect.any(Number),
    });
  });

  it('has a call that was missed, and one whose contact vanished, ended', async () => {
    observeConnect(sidetone, connect);
    desk.snapshot(ringing());
    desk.change('contact-1', { state: 'missed' });
    await world.pass(1000);
    expect(types()).toEqual(['connecting', 'ended']);

    desk.snapshot(ringing({ contactId: 'contact-2' }));
    desk.snapshot();
    await world.pass(1000);
    expect(types('contact-2')).toEqual(['connecting', 'ended']);
    expect(errors).toEqual([]);
  });

  it('is found in mid-call by a page that was reloaded', async () => {
    desk.snapshot(ringing({ state: 'connected', legs: [agent('connected'), customer('hold')] }));
    observeConnect(sidetone, connect);
    await world.pass(1000);
    expect(types()).toEqual(['connected', 'hold']);
  });

  it('has no call for a chat, or for a contact that is in after-call work', async () => {
    observeConnect(sidetone, connect);
    desk.snapshot(ringing({ type: 'chat' }), ringing({ contactId: 'contact-2', state: 'ended' }));
    await world.pass(12_000);
    expect(world.batches).toEqual([]);
  });

  it('mutes by the toggle around an embedded panel, and by the manager', async () => {
    observeConnect(sidetone, connect);
    desk.snapshot(ringing({ state: 'connected', legs: [agent('connected'), customer('connected')] }));
    desk.mute(true);
    desk.change('contact-1', { legs: [agent('connected', { mute: true }), customer('connected')] });
    desk.mute(false);
    await world.pass(1000);
    expect(types()).toEqual(['connected', 'mute']);
    desk.change('contact-1', { legs: [agent('connected'), customer('connected')] });
    await world.pass(1000);
    expect(types()).toEqual(['connected', 'mute', 'unmute']);
    expect(facts().mediaEndpoint).toEqual({
      fqdn: 'turnnlb-1.elb.example.com.',
      destinationPort: '3478',
      transport: 'udp',
    });
  });

  it('keeps two calls apart, each with its own softphone session', async () => {
    observeConnect(sidetone, connect);
    const legs = (id: string, ssrcState: string) => [
      agent('connected', { connectionId: `a-${id}` }),
      customer(ssrcState, { connectionId: `c-${id}` }),
    ];
    desk.snapshot(
      ringing({ state: 'connected', legs: legs('1', 'hold') }),
      ringing({ contactId: 'contact-2', state: 'connected', legs: legs('2', 'connected') }),
    );
    desk.session('a-1', { _pc: new Softphone(world.now, 11) });
    const second = new Softphone(world.now, 22);
    desk.session('a-2', { _pc: second });
    await world.pass(500);
    second.track.enabled = false;
    await world.pass(11_000);

    const ssrcs = (id: string) =>
      new Set(batchesOf(id).flatMap((batch) => (batch.samples ?? []).map((sample) => sample.inbound?.[0]?.ssrc)));
    expect(ssrcs('contact-1')).toEqual(new Set([11]));
    expect(ssrcs('contact-2')).toEqual(new Set([22]));
    expect(types('contact-1')).toEqual(['connected', 'hold']);
    expect(types('contact-2')).toEqual(['connected', 'mute']);
  });

  it('counts a persistent connection from a base in the next call', async () => {
    observeConnect(sidetone, connect);
    const pc = new Softphone(world.now);
    for (const contactId of ['contact-1', 'contact-2']) {
      desk.snapshot(ringing({ contactId, state: 'connected', legs: [agent('connected'), customer('connected')] }));
      desk.session('leg-a', { _pc: pc });
      await world.pass(5000);
      desk.snapshot();
      await world.pass(1000);
    }

    expect(facts('contact-1').baseline).toBeUndefined();
    expect(facts('contact-2').baseline).toBe(true);
  });

  it('tells errors of the softphone, and another softphone that is live', async () => {
    observeConnect(sidetone, connect);
    desk.snapshot(ringing());
    desk.softphoneError('ice_collection_timeout', 'Timed out.');
    desk.softphoneError('multiple_softphone_active_sessions', 'Two.');
    await world.pass(1000);
    expect(happenings().slice(1)).toEqual([
      expect.objectContaining({ type: 'softphoneError', value: 'ice_collection_timeout', message: 'Timed out.' }),
      expect.objectContaining({ type: 'softphoneError', value: 'multiple_softphone_active_sessions' }),
      expect.objectContaining({ type: 'multipleSoftphones' }),
    ]);
  });

  it('puts Connect’s times on the page’s clock', async () => {
    desk = new ConnectDesk(60_000); // Connect is a minute ahead of this computer.
    observeConnect(sidetone, connect);
    desk.snapshot(ringing({ queueTimestamp: START + 50_000 }));
    await world.pass(1000);
    expect(facts().enqueuedAt).toBe(START - 10_000);
  });

  it('is left alone when observing stops', async () => {
    const stop = observeConnect(sidetone, connect);
    desk.snapshot(ringing());
    stop();
    desk.change('contact-1', { state: 'connected' });
    desk.snapshot(ringing({ contactId: 'contact-2' }));
    await settle();
    expect(sidetone.calls.map((call) => call.contactId)).toEqual(['contact-1']);
  });

  it('does not trouble the page when there is no Connect at all', () => {
    expect(() => observeConnect(sidetone, undefined)).not.toThrow();
    expect(errors.length).toBeGreaterThan(0);
  });
});
