import type { Call } from '../core/calls/call';
import type { Sidetone } from '../core/sidetone';
import { callConfigFacts } from './callConfig';
import type { Streams, StreamsConnection, StreamsContact } from './streams';

const ACTIVE = ['incoming', 'pending', 'connecting', 'connected', 'paused'];
const LOOK_SOON_MS = 200;
const LOOK_MS = 1000;

/** True for contacts that talk: calls, and calls back out of a queue. */
export function isVoice(contact: StreamsContact): boolean {
  return contact.getType() === 'voice' || contact.getType() === 'queue_callback';
}

export function isActive(contact: StreamsContact): boolean {
  return ACTIVE.includes(contact.getStatus().type);
}

/** One contact of the agent, as Streams tells it, made a call. */
export class ConnectCall {
  readonly #connectionIds = new Set<string>();
  #connection: RTCPeerConnection | undefined;
  #told = '';
  #endedBy = '';
  #toggled = false;
  #forced = false;
  #cancel: () => void = () => {};

  readonly #sidetone: Sidetone;
  readonly #streams: Streams;
  readonly #call: Call;
  readonly #used: WeakSet<RTCPeerConnection>;

  constructor(
    sidetone: Sidetone,
    streams: Streams,
    call: Call,
    /** Connections that an earlier call used: Connect can keep one for the next. */
    used: WeakSet<RTCPeerConnection>,
  ) {
    this.#sidetone = sidetone;
    this.#streams = streams;
    this.#call = call;
    this.#used = used;
    this.#look(LOOK_SOON_MS);
  }

  /** True when the connection's id is, or was, this contact's agent leg: a queued callback changes it. */
  owns(connectionId: string): boolean {
    return this.#connectionIds.has(connectionId);
  }

  get hasConnection(): boolean {
    return this.#connection !== undefined;
  }

  get isOnHold(): boolean {
    return this.#call.state.onHold;
  }

  /** Reads a snapshot of the contact. Snapshots repeat; only what changed is told. */
  refresh(contact: StreamsContact): void {
    const status = contact.getStatus().type;
    const agent = contact.getAgentConnection();
    const customers = contact.getConnections().filter((each) => !isAgent(each));
    if (agent) {
      this.#connectionIds.add(agent.getConnectionId());
    }

    this.#tellFacts(contact, agent);
    this.#tellStatus(status);
    const present = customers.filter((each) => each.isActive());
    if (status === 'connected' && present.length > 0) {
      // In a conference the customer counts as held when everybody else is.
      if (present.every((each) => each.isOnHold())) {
        this.#call.hold();
      } else {
        this.#call.resume();
      }
    }

    this.#forced = agent?.isMute?.() ?? false;
    this.#tellMute();
    this.#noteWhoLeft(agent, customers);
  }

  /** The softphone muted or unmuted. Where its connection is known, the track says it for each call. */
  toggle(muted: boolean): void {
    this.#toggled = muted;
    this.#tellMute();
  }

  softphoneError(errorType: string, message: string): void {
    this.#call.happened({ type: 'softphoneError', value: errorType, message });
    if (errorType === 'multiple_softphone_active_sessions') {
      this.#call.happened({ type: 'multipleSoftphones' });
    }
  }

  speaker(deviceId: string, label: string, groupId: string): void {
    this.#call.device({ kind: 'audiooutput', deviceId, label, groupId });
  }

  end(): void {
    this.#cancel();
    void this.#call.end({ endedBy: this.#endedBy });
  }

  stop(): void {
    this.#cancel();
  }

  /** Looks for the connection now: the softphone has just made a session. */
  lookNow(): void {
    this.#sidetone.guard(() => this.#findConnection());
  }

  #look(afterMs: number): void {
    this.#cancel = this.#sidetone.environment.after(afterMs, () => {
      this.lookNow();
      this.#look(this.#connection ? LOOK_MS : LOOK_SOON_MS);
    });
  }

  /** A session has its connection some time after it began, and another one when it reconnects. */
  #findConnection(): void {
    const manager = this.#streams.core.getSoftphoneManager?.();
    for (const id of this.#connectionIds) {
      const session = manager?.getSession?.(id);
      const connection = session?._pc;
      if (!manager || !session || !connection || connection === this.#connection) {
        continue;
      }

      this.#connection = connection;
      this.#call.facts({
        ...(this.#used.has(connection) && { baseline: true }),
        ...(session.callId && { mediaSessionId: session.callId }),
        mediaStrategy: strategyOf(this.#streams, manager.rtcJsStrategy),
      });
      this.#used.add(connection);
      this.#call.attach(connection);
    }
  }

  #tellFacts(contact: StreamsContact, agent: StreamsConnection | undefined): void {
    const queue = contact.getQueue()?.name;
    const enqueued = contact.getQueueTimestamp()?.getTime();
    const caller = contact.getInitialConnection()?.getEndpoint()?.phoneNumber;
    const config = callConfigFacts(agent?.getSoftphoneMediaInfo?.()?.callConfigJson);
    if (this.#connection) {
      delete config.mediaEndpoint; // The path that media really takes is known.
    }

    this.#call.facts({
      direction: contact.isInbound() ? 'Inbound' : 'Outbound',
      ...(queue && { queueName: queue }),
      // Connect's time; ours is behind it by the skew.
      ...(enqueued && { enqueuedAt: enqueued - (this.#streams.core.getSkew?.() || 0) }),
      ...(caller && { callerId: caller }),
      ...config,
    });
  }

  #tellStatus(status: string): void {
    // A callback is offered as incoming, and rings when it is accepted.
    const type = status === 'connecting' || status === 'connected' ? status : '';
    if (type !== this.#told && type && this.#told !== 'connected') {
      this.#told = type;
      this.#call[type]();
    }
  }

  #tellMute(): void {
    if (this.#forced || this.#toggled) {
      this.#call.mute();
    } else {
      this.#call.unmute();
    }
  }

  /** Who hung up is only known when one leg is seen to be gone while the other is there. Otherwise nobody guesses. */
  #noteWhoLeft(agent: StreamsConnection | undefined, customers: readonly StreamsConnection[]): void {
    const gone = (each: StreamsConnection) => each.getStatus().type === 'disconnected';
    if (agent && customers.length > 0) {
      const customersGone = customers.every(gone);
      if (customersGone !== gone(agent)) {
        this.#endedBy = customersGone ? 'Customer' : 'Agent';
      } else if (!customersGone) {
        this.#endedBy = '';
      }
    }
  }
}

function isAgent(connection: StreamsConnection): boolean {
  return connection.getType() === 'agent' || connection.getType() === 'monitoring';
}

/** The strategy's name. Its class may be minified; the library exports it under its name. */
function strategyOf(streams: Streams, strategy: object | null | undefined): string {
  if (!strategy) {
    return 'StandardStrategy';
  }

  const exported = Object.entries(streams).find(
    ([name, value]) => name.endsWith('Strategy') && typeof value === 'function' && strategy instanceof value,
  );
  return exported?.[0] ?? strategy.constructor.name;
}
