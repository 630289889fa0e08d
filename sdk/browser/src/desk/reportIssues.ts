import type { Sidetone } from '../core/sidetone';
import { storeOf } from '../page/browserEnvironment';
import { DeskSource } from './deskSettings';
import type { IssueOutcome, IssueReport } from './issue';
import { IssueReporter, type ReporterOptions } from './issueReporter';
import { IssueWidget, type WidgetOptions } from './widget/issueWidget';

/** How agents report issues. */
export interface IssueOptions extends ReporterOptions, WidgetOptions {
  /** False: no button and no form; the page calls `report` itself. */
  widget?: boolean;
}

/** Reporting issues at this desk. None of it throws. */
export interface IssueDesk {
  /** The widget's element; undefined without one. */
  readonly element: HTMLElement | undefined;
  /** Opens the form. */
  open(): void;
  close(): void;
  /** Takes the widget out of the page. */
  remove(): void;
  /** Reports without the form; what became of it, after three seconds at most. */
  report(report: IssueReport): Promise<IssueOutcome>;
}

/**
 * Lets agents report issues, in a call or outside one: a button in the page that opens a form. Reports survive a reload
 * and a server that is down. What `sidetone.stop()` undoes is the widget, too.
 */
export function reportIssues(sidetone: Sidetone, options: IssueOptions = {}): IssueDesk {
  const onError = (error: unknown) => sidetone.settings.onError?.(error as Error);
  const desk = new DeskSource(sidetone);
  const reporter = new IssueReporter(sidetone, desk, storeOf(`issues ${sidetone.settings.url}`, onError), options);
  void desk.latest();
  let widget: IssueWidget | undefined;
  const show = () => {
    widget = sidetone.guard(() => new IssueWidget(sidetone, desk, reporter, options));
  };
  if (options.widget !== false) {
    if (document.body || options.container) {
      show();
    } else {
      document.addEventListener('DOMContentLoaded', show, { once: true });
    }
  }

  const remove = () => {
    document.removeEventListener('DOMContentLoaded', show);
    widget?.remove();
  };
  sidetone.onStop(remove);
  return {
    get element() {
      return widget?.element;
    },
    open: () => widget?.open(),
    close: () => widget?.close(),
    remove,
    report: (report) => reporter.report(report),
  };
}
