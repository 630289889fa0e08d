import type { Facts, NameAndVersion } from '../core/wire/batch';

/** User-Agent Client Hints: Chromium's, in secure contexts. The user agent's text has been cut since 2022. */
interface UserAgentData {
  platform?: string;
  getHighEntropyValues(hints: string[]): Promise<{
    fullVersionList?: { brand: string; version: string }[];
    platformVersion?: string;
  }>;
}

const BRANDS: Record<string, string> = { 'Google Chrome': 'Chrome', 'Microsoft Edge': 'Edge', Opera: 'Opera' };

// Others name Chrome and Safari too, so the more particular come first. The same list as the server's for recordings.
const BROWSERS = [
  ['Edg', 'Edge'],
  ['EdgA', 'Edge'],
  ['Edge', 'Edge'],
  ['OPR', 'Opera'],
  ['Electron', 'Electron'],
  ['Firefox', 'Firefox'],
  ['HeadlessChrome', 'Chrome'],
  ['Chrome', 'Chrome'],
  ['CriOS', 'Chrome'],
  ['FxiOS', 'Firefox'],
] as const;

// Android says Linux too, and an iPhone says Mac OS X.
const SYSTEMS = [
  [/Windows NT ([\d.]+)/, 'Windows'],
  [/Android ([\d.]+)/, 'Android'],
  [/iPhone OS ([\d_]+)/, 'iOS'],
  [/CPU OS ([\d_]+)/, 'iOS'],
  [/Mac OS X ([\d._]+)/, 'macOS'],
  [/CrOS \w+ ([\d.]+)/, 'ChromeOS'],
  [/Linux()/, 'Linux'],
] as const;

const WINDOWS: Record<string, string> = { '10.0': '10', '6.3': '8.1', '6.2': '8', '6.1': '7' };

/** Browser and operating system, as exactly as the browser tells. */
export async function softwareFacts(navigator: {
  userAgent: string;
  userAgentData?: UserAgentData;
}): Promise<Pick<Facts, 'browser' | 'operatingSystem'>> {
  const browser = browserOf(navigator.userAgent);
  const system = systemOf(navigator.userAgent);
  const facts = { ...(browser && { browser }), ...(system && { operatingSystem: system }) };
  try {
    const data = navigator.userAgentData;
    const hints = await data?.getHighEntropyValues(['fullVersionList', 'platformVersion']);
    return { ...facts, ...(data && hints && hinted(data.platform ?? '', hints)) };
  } catch {
    return facts; // A permissions policy may forbid the hints.
  }
}

function hinted(
  platform: string,
  hints: Awaited<ReturnType<UserAgentData['getHighEntropyValues']>>,
): Pick<Facts, 'browser' | 'operatingSystem'> {
  const list = hints.fullVersionList ?? [];
  // All of them name Chromium beside their own name.
  const brand = list.find((each) => each.brand in BRANDS) ?? list.find((each) => each.brand === 'Chromium');
  const version = hints.platformVersion ?? '';
  const name = platform.replace(/^Chrom(e|ium) OS$/, 'ChromeOS');
  return {
    ...(brand && { browser: { name: BRANDS[brand.brand] ?? 'Chrome', version: brand.version } }),
    ...(name && name !== 'Unknown' && { operatingSystem: { name, version: systemVersion(name, version) } }),
  };
}

/** Windows 11 calls itself 13 and later here; 1 to 10 are Windows 10's (learn.microsoft.com, "Detect Windows 11"). */
function systemVersion(name: string, version: string): string {
  const major = Number.parseInt(version, 10);
  return name !== 'Windows' || !(major > 0) ? version : major >= 13 ? '11' : '10';
}

export function browserOf(userAgent: string): NameAndVersion | undefined {
  for (const [token, name] of BROWSERS) {
    const version = new RegExp(`(?<![A-Za-z])${token}/([\\d.]*)`).exec(userAgent)?.[1];
    if (version !== undefined) {
      return { name, version };
    }
  }

  return userAgent.includes('Safari/')
    ? { name: 'Safari', version: /Version\/([\d.]*)/.exec(userAgent)?.[1] ?? '' }
    : undefined;
}

export function systemOf(userAgent: string): NameAndVersion | undefined {
  for (const [pattern, name] of SYSTEMS) {
    const version = pattern.exec(userAgent)?.[1]?.replaceAll('_', '.');
    if (version !== undefined) {
      return { name, version: name === 'Windows' ? (WINDOWS[version] ?? version) : version };
    }
  }

  return undefined;
}
