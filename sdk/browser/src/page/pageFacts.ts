import type { Sidetone } from '../core/sidetone';
import { networkType } from '../core/stats/path';
import { softwareFacts } from './userAgent';

/** Facts that a page may know of itself and its computer. They go only into batches of calls. */
export function watchPage(sidetone: Sidetone): void {
  // Chromium only. A page is told a rounded figure; an extension knows the true one (watchMachine).
  const { deviceMemory, connection } = navigator as Navigator & {
    deviceMemory?: number;
    connection?: { type?: string };
  };
  const network = networkType(connection?.type);
  sidetone.facts({
    softphoneUrl: addressOf(location.href),
    ...(window.parent !== window && document.referrer && { softphoneContextUrl: addressOf(document.referrer) }),
    ...(deviceMemory && { memoryGb: deviceMemory }),
    ...(network && { networkType: network }),
  });
  softwareFacts(navigator).then(
    (facts) => sidetone.facts(facts),
    () => {},
  );
}

/** An address without what stands behind its path: queries and fragments hold tokens and names. */
function addressOf(url: string): string {
  return url.replace(/[?#].*$/, '');
}
