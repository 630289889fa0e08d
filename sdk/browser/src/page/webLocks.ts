import type { Locks } from '../core/environment';

/** Web Locks; undefined where there are none: they need a secure context. */
export function webLocks(navigator: Navigator): Locks | undefined {
  const { locks } = navigator;
  if (!locks) {
    return undefined;
  }

  return {
    run: async (name, work) => {
      await locks.request(name, work);
    },
    hold: (name) => {
      let release: () => void = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      locks.request(name, () => held).catch(() => {});
      return release;
    },
    held: async () => new Set((await locks.query()).held?.map((lock) => lock.name ?? '')),
  };
}
