import type { HeadsetDevice } from '../core/wire/batch';

/** What a headset tells of, by the names of docs/reference/batch-format.md; others are kept, and mean nothing yet. */
export type HeadsetEventType =
  | 'txSpeech'
  | 'rxSpeech'
  | 'backgroundNoise'
  | 'audioExposure'
  | 'boomPosition'
  | 'mute'
  | 'volumeUp'
  | 'volumeDown'
  | (string & {});

/** One thing that a headset told. */
export interface HeadsetFact {
  type: HeadsetEventType;
  /** With speech and mute: whether it begins. With the boom arm: whether its position is right. */
  on?: boolean;
  /** With a level: dB(A), 0 to 200. */
  level?: number;
  /** When, on the computer's clock (`Date.now()`); now, where the maker's interface does not say. */
  at?: number;
}

/** Hears what headsets tell. None of its methods throws. */
export interface HeadsetListener {
  /** The page hears this headset from now on. A headset is the same object each time. */
  attached(device: HeadsetDevice): void;
  /** The headset is gone, or another one is in use. */
  detached(device: HeadsetDevice): void;
  told(device: HeadsetDevice, fact: HeadsetFact): void;
}

/** A maker's interface to its headsets, made one of ours. A page can write another. */
export interface HeadsetSource {
  /** Begins to listen. Rejects or throws when it cannot; that is told to `onError`. */
  listen(listener: HeadsetListener): HeadsetSession | Promise<HeadsetSession>;
}

/** Listening that is under way. */
export interface HeadsetSession {
  /** Lets go of everything; the listener hears nothing more. */
  stop(): void;
  /** A call begins, or the last one is over. */
  inCall?(on: boolean): void;
}
