export type { HeadsetDevice } from '../core/wire/batch';
export type {
  HeadsetEventType,
  HeadsetFact,
  HeadsetListener,
  HeadsetSession,
  HeadsetSource,
} from './headsetSource';
export { type JabraApi, type JabraDevice, jabraHeadset } from './jabraHeadset';
export { type HeadsetOptions, watchHeadset } from './watchHeadset';
export { type Hid, type HidDevice, type WebHidHeadset, type WebHidOptions, webHidHeadset } from './webHidHeadset';
