import type { Sidetone } from '../core/sidetone';

/**
 * Notes in each call that another page of this browser, of the same origin, has a call of the same agent at the same
 * time: two softphones are live. Who works in two browsers is known to the platform alone.
 */
export function watchOtherPages(sidetone: Sidetone): void {
  // Pages tell each other the agent whose call they begin; one that has a call of the same agent's answers once.
  const channel = new BroadcastChannel('sidetone');
  channel.onmessage = ({ data }) => {
    for (const call of sidetone.calls) {
      if (call.agent && call.agent === data?.agent) {
        call.happened({ type: 'multipleSoftphones' });
        if (!data.answer) {
          channel.postMessage({ agent: call.agent, answer: true });
        }
      }
    }
  };
  sidetone.onStop(sidetone.onCall(({ agent }) => channel.postMessage({ agent })));
  sidetone.onStop(() => channel.close());
}
