// Between the page and the extension. The protocol: sdk/browser/src/machine/protocol.ts.
(() => {
  let port;

  function watch() {
    if (port) {
      return;
    }

    port = chrome.runtime.connect();
    port.onMessage.addListener((reading) => {
      window.postMessage({ sidetone: 'machine', version: 1, ...reading }, location.origin);
    });
    // The browser stops an extension's worker now and then; the page asks again every ten seconds.
    port.onDisconnect.addListener(() => {
      port = undefined;
    });
  }

  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== window || origin !== location.origin || data?.sidetone !== 'watch' || data.version !== 1) {
      return;
    }

    if (data.on) {
      watch();
    } else {
      port?.disconnect();
      port = undefined;
    }
  });
})();
