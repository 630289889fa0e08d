const SOURCE = 'onmessage=e=>setTimeout(()=>postMessage(e.data[0]),e.data[1])';

/** How much later the page's own timer takes over when the worker is silent. */
const PATIENCE_MS = 500;

export interface Timer {
  after(ms: number, call: () => void): () => void;
  stop(): void;
}

/**
 * Timers that keep time in a hidden tab: browsers slow a page's timers down, and a worker's hardly. A policy of the
 * page (CSP worker-src) may forbid the worker, at once or later by an event; then the page's own timers do it.
 */
export function workerTimer(): Timer {
  const waiting = new Map<number, () => void>();
  let worker: Worker | undefined;
  let last = 0;

  const stop = () => {
    worker?.terminate();
    worker = undefined;
  };
  try {
    const url = URL.createObjectURL(new Blob([SOURCE], { type: 'text/javascript' }));
    worker = new Worker(url);
    worker.onmessage = (event) => waiting.get(event.data)?.();
    worker.onerror = stop;
    URL.revokeObjectURL(url);
  } catch {
    stop();
  }

  return {
    stop,
    after(ms, call) {
      const id = ++last;
      const own = setTimeout(() => waiting.get(id)?.(), ms + (worker ? PATIENCE_MS : 0));
      const forget = () => {
        clearTimeout(own);
        waiting.delete(id);
      };
      waiting.set(id, () => {
        forget();
        call();
      });
      worker?.postMessage([id, ms]);
      return forget;
    },
  };
}
