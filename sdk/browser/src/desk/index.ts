export type { DeskSettings, IssueLists } from './deskSettings';
export type { IssueOutcome, IssueReport, SoftphoneError } from './issue';
export { type IssueDesk, type IssueOptions, reportIssues } from './reportIssues';
export type { ListName } from './widget/issueForm';
export type { IssueMessages } from './widget/messages';
