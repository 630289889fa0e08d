import type { Sidetone } from '../core/sidetone';

const LOOK_EVERY_MS = 10_000;

/**
 * Tells which speaker the page plays to, and when that changes. The microphone is known from the track that is sent;
 * a speaker is the system's default one, unless the page says otherwise with `call.device(…)`. Labels are there only
 * once the page was allowed to use a microphone.
 */
export function watchDevices(sidetone: Sidetone): void {
  const { mediaDevices } = navigator;
  if (!mediaDevices?.enumerateDevices) {
    return;
  }

  let cancel: () => void = () => {};
  // What was told of each call: a page that names another speaker must not be contradicted until the default changes.
  const told = new WeakMap<object, string>();
  const look = async () => {
    try {
      const outputs = (await mediaDevices.enumerateDevices()).filter((each) => each.kind === 'audiooutput');
      const chosen = outputs.find((each) => each.deviceId === 'default') ?? outputs[0];
      if (chosen?.label) {
        const { kind, label, deviceId, groupId } = chosen;
        for (const call of sidetone.calls) {
          if (told.get(call) !== label) {
            told.set(call, label);
            call.device({ kind, label, deviceId, groupId });
          }
        }
      }
    } catch {
      // The page may not ask.
    }
  };

  // While a call is on it is looked at now and then: the permission to see labels comes without an event.
  const again = () => {
    cancel();
    if (sidetone.calls.length > 0) {
      void look();
      cancel = sidetone.environment.after(LOOK_EVERY_MS, again);
    }
  };
  const changed = () => void look();
  mediaDevices.addEventListener('devicechange', changed);
  const began = sidetone.onCall(again);
  again();
  sidetone.onStop(() => {
    began();
    cancel();
    mediaDevices.removeEventListener('devicechange', changed);
  });
}
