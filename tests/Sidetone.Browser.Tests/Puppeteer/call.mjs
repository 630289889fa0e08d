// A call between two pages of a browser, of which the agent's observes it. Argument: a JSON object
//   { browser ('firefox' or 'chrome'), path, agent, customer, contactId, packets, hidden (true: another tab is in front) }
// Prints what the browser itself counted at last, the members that its statistics had, and what the page's SDK complained of,
// on one line. The pages stay open until the input ends: what they have to send is on its way for some time yet.
import process from 'node:process';
import { text } from 'node:stream/consumers';
import puppeteer from 'puppeteer-core';

const setting = JSON.parse(process.argv[2]);
const browser = await puppeteer.launch({
  browser: setting.browser,
  executablePath: setting.path,
  headless: true,
  ...(setting.browser === 'chrome' && {
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
    // By itself it keeps hidden tabs as quick as those in front.
    ignoreDefaultArgs: [
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
    ],
  }),
  extraPrefsFirefox: {
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': true,
    'media.autoplay.default': 0,
    // Both ends are on one machine, and a name of mDNS needs a service that answers it.
    'media.peerconnection.ice.loopback': true,
    'media.peerconnection.ice.obfuscate_host_addresses': false,
  },
});

async function open(address) {
  const page = await browser.newPage();
  await page.goto(address);
  return page;
}

async function talk(page, packets) {
  await page.evaluate(async (more) => {
    const until = (await counters()).received + more;
    while ((await counters()).received < until) await new Promise((resolve) => setTimeout(resolve, 100));
  }, packets);
}

/** Stops both ends' media; what was counted when the counters stand still. */
async function silence(pages) {
  for (const page of pages) {
    await page.evaluate(async () => {
      await Promise.all(connection.getSenders().map((sender) => sender.replaceTrack(null)));
    });
  }

  return await pages[0].evaluate(async () => {
    for (let last = ''; ; ) {
      const now = await counters();
      if (JSON.stringify(now) === last) return now;
      last = JSON.stringify(now);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  });
}

try {
  const customer = await open(setting.customer);
  const agent = await open(setting.agent);
  await agent.evaluate((id) => observe(id), setting.contactId);
  const offer = await agent.evaluate(() => window.offer());
  const answer = await customer.evaluate((sdp) => window.answer(sdp), offer);
  await agent.evaluate((sdp) => accept(sdp), answer);
  await agent.waitForFunction(() => connection.connectionState === 'connected');
  await agent.evaluate(() => call.connected());
  if (setting.hidden) await customer.bringToFront();
  await talk(agent, setting.packets);
  const { visibility, sampledAt } = await agent.evaluate(() => ({
    visibility: document.visibilityState,
    sampledAt: call.recent().map((sample) => sample.at),
  }));
  const counted = await silence([agent, customer]);
  const members = await agent.evaluate(async () => {
    const found = {};
    for (const stat of (await connection.getStats()).values()) found[stat.type] = Object.keys(stat);
    return found;
  });
  await agent.evaluate(() => call.end({ endedBy: 'Agent' }));
  const complaints = await agent.evaluate(() => [...errors, ...refused]);
  console.log(JSON.stringify({ counted, visibility, sampledAt, members, complaints }));
  await text(process.stdin);
} finally {
  await browser.close();
}
