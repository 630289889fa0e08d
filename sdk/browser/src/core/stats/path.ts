import type { Facts } from '../wire/batch';
import type { Stat } from './peerConnection';
import { measured, type Report, text } from './report';

/** The way media takes: the selected candidate pair and its ends. */
export interface Path {
  transport: Stat | undefined;
  pair: Stat;
  local: Stat | undefined;
  remote: Stat | undefined;
}

/**
 * Finds the path. The transport names its pair in Chromium and Safari; Firefox marks the pair `selected`. A pair's
 * `state` is not asked: one that is nominated and carries media may well be `in-progress`.
 */
export function findPath(report: Report, transportId: string | undefined): Path | undefined {
  const transports = report.all('transport').filter((each) => report.find(each.selectedCandidatePairId));
  const transport = transports.find((each) => each.id === transportId) ?? transports[0];
  const pairs = report.all('candidate-pair', 'candidatepair');
  const pair =
    report.find(transport?.selectedCandidatePairId) ??
    pairs.find((each) => each.selected === true) ??
    pairs.filter((each) => each.selected === undefined && each.nominated === true).pop();
  return (
    pair && {
      transport,
      pair,
      local: report.find(pair.localCandidateId),
      remote: report.find(pair.remoteCandidateId),
    }
  );
}

const NETWORKS: Record<string, string> = { wifi: 'wlan', ethernet: 'lan', cellular: 'wwan', unknown: '', none: '' };

/** The network's sort in the catalog's words; undefined when it is not known. */
export function networkType(type: string | undefined): string | undefined {
  return (type && (NETWORKS[type] ?? type)) || undefined;
}

/** What the path says of the call's network. */
export function pathFacts({ local, remote }: Path): Facts {
  const type = text(local, 'candidateType');
  const relayed = type === 'relay';
  const far = text(remote, 'address', 'ip') ?? '';
  const [host, port] = relayed ? relayOf(local) : [far, text(remote, 'port')];
  // A candidate that a server saw from outside has its own address behind it (RFC 8445, 5.1.1).
  const behind = text(local, 'relatedAddress');
  const near = relayed
    ? undefined
    : type !== 'host' && behind && behind !== '0.0.0.0'
      ? behind
      : text(local, 'address', 'ip');
  return measured<Facts>({
    mediaIpAddress: near,
    networkType: networkType(text(local, 'networkType')),
    mediaEndpoint: measured({
      fqdn: host || far || undefined,
      destinationPort: port,
      sourcePort: text(local, 'port'),
      transport: (relayed && text(local, 'relayProtocol')) || text(local, 'protocol'),
      privateIp: (relayed || isPrivate(far)) && far ? far : undefined,
      candidateType: type,
    }),
  });
}

/** The relay by name, from `turn:host:port?transport=udp` (RFC 7065). */
export function relayOf(local: Stat | undefined): [string, string | undefined] {
  const url = /^(turns?):(\[[^\]]*\]|[^:?]*)(?::(\d+))?/.exec(text(local, 'url') ?? '');
  return url
    ? [(url[2] ?? '').replace(/[[\]]/g, ''), url[3] ?? (url[1] === 'turns' ? '5349' : '3478')]
    : [text(local, 'address', 'ip') ?? '', undefined];
}

function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/i.test(address);
}
