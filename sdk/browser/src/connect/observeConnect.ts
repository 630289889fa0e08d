import type { Sidetone } from '../core/sidetone';
import { ConnectCall, isActive, isVoice } from './connectCall';
import type { Streams, StreamsAgent, StreamsContact, Subscription } from './streams';

/**
 * Observes the calls of an Amazon Connect agent through amazon-connect-streams: in a page with a native softphone or
 * one of its own, with statistics; around an embedded control panel that keeps its softphone to itself, the course of
 * the calls without them. Call it once, with the `connect` global, at any time. The result stops it.
 */
export function observeConnect(sidetone: Sidetone, connect: unknown): () => void {
  const streams = connect as Streams;
  const calls = new Map<string, ConnectCall>();
  const used = new WeakSet<RTCPeerConnection>();
  const subscriptions: (Subscription | undefined)[] = [];
  let agent: StreamsAgent | undefined;

  const subscribe = (work: () => Subscription | undefined) => subscriptions.push(sidetone.guard(work));
  const end = (contact: StreamsContact) =>
    sidetone.guard(() => {
      const id = contact.getContactId();
      const call = calls.get(id);
      calls.delete(id);
      try {
        call?.refresh(contact);
      } catch {
        // A contact that vanished has no snapshot to read any more.
      }

      call?.end();
    });
  const refresh = (contact: StreamsContact) =>
    sidetone.guard(() => {
      const id = contact.getContactId();
      if (!calls.has(id) && isVoice(contact) && isActive(contact)) {
        const { username } = agent?.getConfiguration() ?? {};
        const friendlyName = agent?.getName();
        const call = sidetone.call({
          contactId: id,
          ...(username && { agent: username }),
          ...(friendlyName && { facts: { friendlyName } }),
        });
        if (call) {
          calls.set(id, new ConnectCall(sidetone, streams, call, used));
        }
      }

      calls.get(id)?.refresh(contact);
    });
  const watch = (contact: StreamsContact) => {
    subscribe(() => contact.onRefresh(refresh));
    subscribe(() => contact.onEnded(end));
    // A contact that was never ended, as after a transfer that was refused.
    subscribe(() => contact.onDestroy(end));
    refresh(contact);
  };

  subscribe(() =>
    streams.agent((each) => {
      agent = each;
      subscribe(() => each.onMuteToggle(({ muted }) => toggle(calls, muted)));
      subscribe(() =>
        each.onSoftphoneError(({ errorType, errorMessage }) => {
          for (const call of calls.values()) {
            call.softphoneError(String(errorType), String(errorMessage ?? ''));
          }
        }),
      );
      subscribe(() => each.onSpeakerDeviceChanged?.(({ deviceId }) => void speaker(calls, deviceId)));
      // Contacts that were there before us are not announced.
      sidetone.guard(() => each.getContacts().forEach(watch));
    }),
  );
  subscribe(() => streams.contact((contact) => calls.has(contact.getContactId()) || watch(contact)));
  subscribe(() =>
    streams.core.onSoftphoneSessionInit(({ connectionId }) => {
      for (const call of calls.values()) {
        if (call.owns(connectionId)) {
          call.lookNow();
        }
      }
    }),
  );

  const stop = () => {
    for (const subscription of subscriptions.splice(0)) {
      sidetone.guard(() => subscription?.unsubscribe());
    }

    for (const call of calls.values()) {
      call.stop();
    }

    calls.clear();
  };
  sidetone.onStop(stop);
  return stop;
}

/** Streams says that the softphone was muted, not in which call: it is the one that talks. */
function toggle(calls: ReadonlyMap<string, ConnectCall>, muted: boolean): void {
  const all = [...calls.values()];
  const talking = all.filter((call) => !call.isOnHold);
  for (const call of talking.length > 0 ? talking : all) {
    if (!call.hasConnection) {
      call.toggle(muted);
    }
  }
}

async function speaker(calls: ReadonlyMap<string, ConnectCall>, deviceId: string): Promise<void> {
  const devices = await navigator.mediaDevices?.enumerateDevices?.().catch(() => []);
  const device = devices?.find((each) => each.kind === 'audiooutput' && each.deviceId === deviceId);
  for (const call of calls.values()) {
    call.speaker(deviceId, device?.label ?? '', device?.groupId ?? '');
  }
}
