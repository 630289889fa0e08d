import 'amazon-connect-streams';

/** What is used of the real library's inside, as its own tests use it. */
interface Inside {
  core: {
    eventBus: unknown;
    getEventBus(): { trigger(event: string, data?: unknown): void; subscribe(event: string, f: unknown): unknown };
    agentDataProvider: { destroy?(): void };
    AgentDataProvider: new (bus: unknown) => { destroy(): void };
    softphoneManager: unknown;
    client: unknown;
    upstream: unknown;
    mediaFactory: unknown;
  };
  EventBus: new (options?: unknown) => unknown;
  agent: { initialized: boolean };
  AgentEvents: Record<string, string>;
  ConnectionEvents: Record<string, string>;
  ConfigurationEvents: Record<string, string>;
  SoftphoneError: new (type: string, message: string, url: string) => unknown;
}

export const connect = (globalThis as unknown as { connect: Inside }).connect;

export interface Leg {
  connectionId: string;
  type: string;
  state: string;
  initial?: boolean;
  phoneNumber?: string;
  callConfigJson?: string;
  mute?: boolean;
}

export interface Contact {
  contactId: string;
  state: string;
  type?: string;
  legs: Leg[];
  queue?: string;
  queueTimestamp?: number;
}

/** An agent's desk: the real amazon-connect-streams, told snapshots as the service sends them. */
export class ConnectDesk {
  readonly sessions = new Map<string, { _pc?: unknown; callId?: string }>();
  #contacts: Contact[] = [];

  constructor(readonly skew = 0) {
    connect.core.agentDataProvider?.destroy?.();
    connect.agent.initialized = false;
    connect.core.eventBus = new connect.EventBus({ logEvents: false });
    connect.core.agentDataProvider = new connect.core.AgentDataProvider(connect.core.getEventBus());
    connect.core.client = { call: () => {} };
    connect.core.upstream = { sendUpstream: () => {} };
    connect.core.mediaFactory = { get: () => Promise.resolve({}) };
    connect.core.softphoneManager = { getSession: (id: string) => this.sessions.get(id), rtcJsStrategy: null };
  }

  /** The service sends a snapshot with these contacts. */
  snapshot(...contacts: Contact[]): void {
    this.#contacts = contacts;
    connect.core.getEventBus().trigger(connect.AgentEvents.UPDATE as string, {
      snapshot: {
        state: { name: 'Available', type: 'routable' },
        skew: this.skew,
        localTimestamp: 0,
        contacts: contacts.map(snapshotOf),
      },
      configuration: {
        username: 'ada.lovelace',
        name: 'Ada Lovelace',
        softphoneEnabled: true,
        agentPreferences: {},
        routingProfile: {
          queues: [],
          routingProfileId: 'arn:aws:connect:eu:000000000000:instance/1-2/routing-profile/3',
        },
      },
    });
  }

  /** The same contacts, one of them changed. */
  change(contactId: string, change: Partial<Contact>): void {
    this.snapshot(...this.#contacts.map((each) => (each.contactId === contactId ? { ...each, ...change } : each)));
  }

  /** The softphone begins a session for an agent's leg. */
  session(connectionId: string, session: { _pc?: unknown; callId?: string }): void {
    this.sessions.set(connectionId, session);
    this.tell(connect.ConnectionEvents.SESSION_INIT as string, { connectionId });
  }

  mute(muted: boolean): void {
    this.tell(connect.AgentEvents.MUTE_TOGGLE as string, { muted });
  }

  softphoneError(type: string, message: string): void {
    this.tell(connect.AgentEvents.SOFTPHONE_ERROR as string, new connect.SoftphoneError(type, message, 'wss://x'));
  }

  tell(event: string, data: unknown): void {
    connect.core.getEventBus().trigger(event, data);
  }
}

function snapshotOf(contact: Contact): unknown {
  return {
    contactId: contact.contactId,
    initialContactId: null,
    type: contact.type ?? 'voice',
    state: { type: contact.state, timestamp: new Date(0) },
    queue: contact.queue ? { name: contact.queue, queueARN: 'arn', queueId: 'q' } : null,
    queueTimestamp: contact.queueTimestamp === undefined ? null : new Date(contact.queueTimestamp),
    contactFeatures: {},
    attributes: {},
    connections: contact.legs.map((leg) => ({
      connectionId: leg.connectionId,
      type: leg.type,
      initial: leg.initial ?? false,
      state: { type: leg.state, timestamp: new Date(0) },
      endpoint: { type: 'phone_number', phoneNumber: leg.phoneNumber ?? null },
      mute: leg.mute ?? false,
      softphoneMediaInfo: leg.callConfigJson ? { callConfigJson: leg.callConfigJson, callType: 'audio_only' } : null,
    })),
  };
}
