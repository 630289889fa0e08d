import type { Options } from '../core/options';
import { Sidetone } from '../core/sidetone';
import { browserEnvironment } from './browserEnvironment';
import { watchPage } from './pageFacts';
import { watchDevices } from './watchDevices';
import { watchOtherPages } from './watchOtherPages';

/**
 * Begins to observe the calls of this page. Call it once, early: before the softphone makes its connections.
 * @throws Nothing. What is wrong with the options is told to `onError`, and nothing is observed.
 */
export function start(options: Options): Sidetone {
  const sidetone = new Sidetone(
    options,
    browserEnvironment(options.url, (error) =>
      options.onError?.(error instanceof Error ? error : new Error(String(error))),
    ),
  );
  for (const watch of [watchPage, watchDevices, watchOtherPages]) {
    sidetone.guard(() => watch(sidetone));
  }

  return sidetone;
}
