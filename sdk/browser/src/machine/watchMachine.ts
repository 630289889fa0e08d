import type { Sidetone } from '../core/sidetone';
import { readingIn } from './protocol';

const REPEAT_MS = 10_000;

/**
 * Takes the computer's load from an extension in the page (sdk/extension, or another that speaks the protocol). It is
 * asked only while a call is on. Any script of the page could send such messages: they say nothing that harms.
 */
export function watchMachine(sidetone: Sidetone): () => void {
  let watching = false;
  let cancel: () => void = () => {};

  const hear = (event: MessageEvent) => {
    const reading = event.source === window && event.origin === location.origin ? readingIn(event.data) : undefined;
    if (!reading) {
      return;
    }

    const { cpuUtilization, memoryUtilization, cpuModel, memoryGb } = reading;
    if (cpuUtilization !== undefined || memoryUtilization !== undefined) {
      sidetone.machineLoad({
        ...(cpuUtilization !== undefined && { cpuUtilization }),
        ...(memoryUtilization !== undefined && { memoryUtilization }),
      });
    }

    if (cpuModel !== undefined || memoryGb !== undefined) {
      sidetone.facts({ ...(cpuModel && { cpuModel }), ...(memoryGb && { memoryGb }) });
    }
  };
  const ask = (on: boolean) => window.postMessage({ sidetone: 'watch', version: 1, on }, location.origin);
  // Asked again while a call is on: an extension's worker sleeps, and may have been installed since.
  const look = () => {
    const on = sidetone.calls.length > 0;
    if (on || watching) {
      sidetone.guard(() => ask(on));
    }

    watching = on;
    cancel();
    cancel = on ? sidetone.environment.after(REPEAT_MS, look) : () => {};
  };

  window.addEventListener('message', hear);
  const began = sidetone.onCall(look);
  look();
  const stop = () => {
    began();
    cancel();
    window.removeEventListener('message', hear);
    if (watching) {
      sidetone.guard(() => ask(false));
    }
  };
  sidetone.onStop(stop);
  return stop;
}
