import type { Facts } from '../core/wire/batch';

/** Addresses that Connect tells the softphone for a call. */
interface CallConfig {
  iceServers?: { urls?: string | string[] }[];
  signalingEndpoint?: string;
  transportLifeTimeSeconds?: number;
  expiry?: number | string;
}

/** What `callConfigJson` says of the call's addresses; nothing when it is absent or unreadable. */
export function callConfigFacts(json: string | undefined): Facts {
  const config = parse(json);
  const signalling = hostOf(config.signalingEndpoint);
  const relay = config.iceServers?.flatMap((server) => server.urls ?? []).find((url) => url.startsWith('turn'));
  const [, fqdn, port, transport] = /^turns?:([^:?]+)(?::(\d+))?(?:\?transport=(\w+))?/.exec(relay ?? '') ?? [];
  const expiry = Number(new Date(config.expiry ?? Number.NaN));
  return {
    ...(signalling && { signallingFqdn: signalling }),
    ...(fqdn && {
      mediaEndpoint: { fqdn, ...(port && { destinationPort: port }), ...(transport && { transport }) },
    }),
    ...((config.transportLifeTimeSeconds || expiry > 0) && {
      serviceEndpoint: {
        ...(config.transportLifeTimeSeconds && { transportLifeTimeSeconds: config.transportLifeTimeSeconds }),
        ...(expiry > 0 && { expiry }),
      },
    }),
  };
}

function parse(json: string | undefined): CallConfig {
  try {
    return (JSON.parse(json ?? '{}') as CallConfig | null) ?? {};
  } catch {
    return {};
  }
}

function hostOf(url: string | undefined): string | undefined {
  return /^\w+:\/\/([^/:?#]+)/.exec(url ?? '')?.[1];
}
