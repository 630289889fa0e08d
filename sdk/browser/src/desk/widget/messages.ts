/** Every word that the widget says by itself. The choices come from the group's settings. */
export interface IssueMessages {
  /** The button that opens it. */
  open: string;
  title: string;
  /** During a call: what goes with the report. */
  inCall: string;
  outsideCall: string;
  category: string;
  cause: string;
  severity: string;
  scenario: string;
  message: string;
  /** The first line of a list of which nothing is chosen. */
  choose: string;
  /** Behind the name of a field that may be left empty. */
  optional: string;
  categoryMissing: string;
  send: string;
  sending: string;
  cancel: string;
  close: string;
  sent: string;
  sentMore: string;
  /** The server cannot be reached now. */
  waiting: string;
  waitingMore: string;
  /** The server does not take it. */
  refused: string;
}

export const ENGLISH: IssueMessages = {
  open: 'Report an issue',
  title: 'Report an issue',
  inCall: 'About the call you are in. Its last half minute of measurements goes with your report; no sound does.',
  outsideCall: 'You are not in a call. Your report says how things are at your desk.',
  category: 'What is it about?',
  cause: 'What is wrong?',
  severity: 'How is it?',
  scenario: 'When does it happen?',
  message: 'In your own words',
  choose: 'Choose…',
  optional: 'optional',
  categoryMissing: 'Choose what it is about.',
  send: 'Send report',
  sending: 'Sending…',
  cancel: 'Cancel',
  close: 'Close',
  sent: 'Thank you',
  sentMore: 'Your report has arrived.',
  waiting: 'Your report is saved',
  waitingMore: 'The server cannot be reached now. The report is sent as soon as it can, even after a reload.',
  refused: 'Your report could not be sent. Please tell your supervisor.',
};

const RIGHT_TO_LEFT = ['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'iw', 'ps', 'sd', 'ug', 'ur', 'yi'];

/** The direction in which a language is written. */
export function directionOf(lang: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(lang.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr';
}
