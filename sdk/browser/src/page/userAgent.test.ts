import { expect, it } from 'vitest';
import { browserOf, softwareFacts, systemOf } from './userAgent';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

it.each([
  [CHROME, 'Chrome', '156.0.0.0', 'Windows', '10'],
  [`${CHROME} Edg/156.0.1.2`, 'Edge', '156.0.1.2', 'Windows', '10'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox', '153.0', 'Linux', ''],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
    'Safari',
    '17.5',
    'macOS',
    '10.15.7',
  ],
  [
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36',
    'Chrome',
    '156.0.0.0',
    'ChromeOS',
    '14541.0.0',
  ],
])('reads %s', (text, name, version, system, systemVersion) => {
  expect(browserOf(text)).toEqual({ name, version });
  expect(systemOf(text)).toEqual({ name: system, version: systemVersion });
});

it('asks for hints where there are any: the text says 10 of Windows 11', async () => {
  const facts = await softwareFacts({
    userAgent: CHROME,
    userAgentData: {
      platform: 'Windows',
      getHighEntropyValues: async () => ({
        fullVersionList: [
          { brand: 'Not=A?Brand', version: '24' },
          { brand: 'Chromium', version: '156.0.1.2' },
          { brand: 'Google Chrome', version: '156.0.1.2' },
        ],
        platformVersion: '15.0.0',
      }),
    },
  });
  expect(facts).toEqual({
    browser: { name: 'Chrome', version: '156.0.1.2' },
    operatingSystem: { name: 'Windows', version: '11' },
  });
});

it('makes do with the text where hints are forbidden', async () => {
  const userAgentData = { getHighEntropyValues: () => Promise.reject(new Error('NotAllowedError')) };
  expect(await softwareFacts({ userAgent: CHROME, userAgentData })).toMatchObject({ browser: { name: 'Chrome' } });
});
