import type { Call, CallDescription } from '../core/calls/call';
import type { Sidetone } from '../core/sidetone';

/** How connections that a page makes by itself become calls. */
export interface PageObservation {
  /**
   * Says which call a new connection belongs to; asked when it connects. Undefined: to the calls that are open then, or
   * to none. A described call ends with its connection unless the description says otherwise.
   */
  describe?(connection: RTCPeerConnection): CallDescription | undefined;
}

/**
 * Finds the page's connections by itself: wraps `RTCPeerConnection`, for softphones that do not give theirs away. Load
 * the SDK before the softphone. Connections that live on from one call to the next are attached to each of them, as a
 * baseline. The result stops it and puts the constructor back.
 */
export function observePage(sidetone: Sidetone, observation: PageObservation = {}): () => void {
  const Original = window.RTCPeerConnection;
  if (!Original) {
    return () => {};
  }

  const living = new Set<RTCPeerConnection>();
  /** Connections that carried media in a call; with it they are no longer fresh for another. */
  const used = new WeakMap<RTCPeerConnection, Call>();
  const forgets: (() => void)[] = [];

  const attach = (call: Call, connection: RTCPeerConnection) => {
    if (used.get(connection) !== call) {
      if (used.has(connection)) {
        call.facts({ baseline: true });
      }

      used.set(connection, call);
      call.attach(connection);
    }
  };
  const connected = (connection: RTCPeerConnection) => {
    if (connection.connectionState === 'closed') {
      living.delete(connection);
    } else if (connection.connectionState === 'connected' && !used.has(connection)) {
      const description = sidetone.guard(() => observation.describe?.(connection));
      if (description) {
        const call = sidetone.call({ endsWithConnection: true, ...description });
        if (call) {
          call.connected();
          attach(call, connection);
        }
      } else if (sidetone.current) {
        attach(sidetone.current, connection);
      }
    }
  };
  const found = (connection: RTCPeerConnection) => {
    living.add(connection);
    const changed = () => sidetone.guard(() => connected(connection));
    connection.addEventListener('connectionstatechange', changed);
    forgets.push(() => connection.removeEventListener('connectionstatechange', changed));
  };

  // A proxy keeps what pages look at: static methods, prototype, name, instanceof and subclasses.
  const wrapped: typeof RTCPeerConnection = new Proxy(Original, {
    construct(target, parameters, newTarget) {
      const connection = Reflect.construct(target, parameters, newTarget === wrapped ? target : newTarget);
      sidetone.guard(() => found(connection));
      return connection;
    },
  });
  window.RTCPeerConnection = wrapped;

  // A call that begins takes the connections that are up already.
  const began = sidetone.onCall((call) => {
    for (const connection of living) {
      if (connection.connectionState === 'connected') {
        attach(call, connection);
      }
    }
  });

  const stop = () => {
    began();
    // Another library may have wrapped our wrapper since; then it stays, and finds nothing more.
    if (window.RTCPeerConnection === wrapped) {
      window.RTCPeerConnection = Original;
    }

    for (const forget of forgets.splice(0)) {
      forget();
    }

    living.clear();
  };
  sidetone.onStop(stop);
  return stop;
}
