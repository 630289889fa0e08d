import type { Sidetone } from '../../core/sidetone';
import { type DeskSource, USUAL_LISTS } from '../deskSettings';
import type { IssueOutcome, IssueReport } from '../issue';
import type { IssueMoment, IssueReporter } from '../issueReporter';
import { CLOCK, CROSS, FLAG, icon, make, TICK } from './elements';
import { IssueDialog } from './issueDialog';
import { IssueForm, type ListName } from './issueForm';
import { directionOf, ENGLISH, type IssueMessages } from './messages';
import { addStyle } from './style';

/** How the widget stands in the page. */
export interface WidgetOptions {
  /** Where it is put. Default the body. */
  container?: Element;
  /** False: the page has a button of its own and calls `open()`. */
  button?: boolean;
  /** Light, dark, or as the system has it (default). */
  theme?: 'light' | 'dark' | 'system';
  /** The language of the messages, such as `de`; default the page's. Its direction follows unless `dir` names another. */
  lang?: string;
  dir?: 'ltr' | 'rtl';
  /** Words instead of the English ones. */
  messages?: Partial<IssueMessages>;
  /** Shows a choice in the agent's language. What is sent stays the group's own word. */
  label?(choice: string, list: ListName): string;
  /** Hears what became of a report. */
  onReported?(report: IssueReport, outcome: IssueOutcome): void;
}

/** The button in the page and its form. Nothing of it throws into the page. */
export class IssueWidget {
  /** The element in the page. Its shadow tree keeps the page's style and ours apart. */
  readonly element: HTMLElement;
  readonly #dialog: IssueDialog;
  readonly #form: IssueForm;
  readonly #messages: IssueMessages;
  readonly #about = make('p', { class: 'about' });
  /** Read to the agent when it changes; it is there from the beginning, or the change would not be noticed. */
  readonly #status = make('div', { role: 'status', 'aria-live': 'polite' });
  readonly #send: HTMLButtonElement;
  readonly #page: HTMLFormElement;
  #moment: IssueMoment | undefined;
  #sending = false;

  readonly #sidetone: Sidetone;
  readonly #desk: DeskSource;
  readonly #reporter: IssueReporter;
  readonly #options: WidgetOptions;

  constructor(sidetone: Sidetone, desk: DeskSource, reporter: IssueReporter, options: WidgetOptions) {
    this.#sidetone = sidetone;
    this.#desk = desk;
    this.#reporter = reporter;
    this.#options = options;
    const words = { ...ENGLISH, ...options.messages };
    this.#messages = words;
    const lang = options.lang ?? (options.messages ? document.documentElement.lang : 'en');
    this.element = make('div', {
      'data-sidetone': 'issues',
      lang: lang || undefined,
      dir: options.dir ?? directionOf(lang),
    });
    this.#form = new IssueForm(words, (choice, list) => sidetone.guard(() => options.label?.(choice, list)) ?? choice);
    this.#dialog = new IssueDialog('title', () => this.close());
    this.#send = make('button', { type: 'submit', class: 'send' }, words.send);
    const cancel = make('button', { type: 'button' }, words.cancel);
    const cross = make('button', { type: 'button', class: 'close', 'aria-label': words.close }, icon(CROSS));
    const header = make('div', { class: 'head' }, icon(FLAG), make('h2', { id: 'title' }, words.title), cross);
    const actions = make('div', { class: 'actions' }, cancel, this.#send);
    this.#page = make('form', { novalidate: true }, this.#about, this.#form.element, actions);
    this.#dialog.element.append(header, this.#page, this.#status);
    for (const each of [cross, cancel]) {
      each.addEventListener('click', () => this.close());
    }

    this.#page.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#attach();
  }

  /** Opens the form. During a call it is about that call, also when the call ends meanwhile. */
  open(): void {
    this.#sidetone.guard(() => {
      if (this.#dialog.isOpen) {
        return;
      }

      this.#moment = this.#reporter.moment();
      this.#about.textContent = this.#moment.contactId ? this.#messages.inCall : this.#messages.outsideCall;
      this.#status.replaceChildren();
      this.#page.hidden = false;
      this.#form.offer(this.#desk.known?.issues ?? USUAL_LISTS);
      this.#dialog.open();
      this.#form.focus();
      void this.#refresh();
    });
  }

  /** Closes the form. What was written stays until it was sent. */
  close(): void {
    this.#sidetone.guard(() => this.#dialog.close());
  }

  /** Takes the widget out of the page. Reports that wait are still sent. */
  remove(): void {
    this.#sidetone.guard(() => {
      this.#dialog.close();
      this.element.remove();
    });
  }

  #attach(): void {
    const root = this.element.attachShadow({ mode: 'open' });
    addStyle(root);
    if (this.#options.button !== false) {
      const words = make('span', {}, this.#messages.open);
      const button = make(
        'button',
        { type: 'button', class: 'open', part: 'button', 'aria-haspopup': 'dialog' },
        icon(FLAG),
        words,
      );
      button.addEventListener('click', () => this.open());
      root.append(button);
    }

    root.append(this.#dialog.element);
    // Softphones have keys of their own: what is typed here is not meant for them.
    for (const type of ['keydown', 'keyup', 'keypress']) {
      root.addEventListener(type, (event) => event.stopPropagation());
    }

    this.#takeTheme();
    (this.#options.container ?? document.body ?? document.documentElement).append(this.element);
  }

  #takeTheme(): void {
    const { theme = 'system' } = this.#options;
    const dark = theme === 'system' ? window.matchMedia?.('(prefers-color-scheme: dark)') : undefined;
    const take = () => {
      this.element.dataset.theme = theme === 'dark' || dark?.matches ? 'dark' : 'light';
    };
    take();
    dark?.addEventListener?.('change', take);
    this.#sidetone.onStop(() => dark?.removeEventListener?.('change', take));
  }

  /** Newer lists take the place of those on show, unless the agent has begun to choose. */
  async #refresh(): Promise<void> {
    const shown = this.#desk.known?.issues;
    const latest = (await this.#desk.latest())?.issues;
    this.#sidetone.guard(() => {
      const untouched = Object.values(this.#form.read()).every((text) => text === '');
      if (latest && this.#dialog.isOpen && untouched && JSON.stringify(latest) !== JSON.stringify(shown)) {
        this.#form.offer(latest);
        this.#form.focus();
      }
    });
  }

  async #submit(): Promise<void> {
    if (this.#sending || !this.#sidetone.guard(() => this.#form.check())) {
      return;
    }

    const report = this.#form.read();
    // Outside a call when it was opened, and in one by now: then it is about that one.
    const moment = this.#moment?.contactId ? this.#moment : this.#reporter.moment();
    this.#busy(true);
    const outcome = await this.#reporter.report(report, moment);
    this.#busy(false);
    this.#sidetone.guard(() => this.#show(outcome));
    this.#sidetone.guard(() => this.#options.onReported?.(report, outcome));
  }

  #busy(sending: boolean): void {
    this.#sending = sending;
    // Not disabled: that would take the focus away from who pressed it.
    this.#send.setAttribute('aria-disabled', String(sending));
    this.#send.textContent = sending ? this.#messages.sending : this.#messages.send;
  }

  #show(outcome: IssueOutcome): void {
    const words = this.#messages;
    if (outcome.kind === 'refused') {
      const reason = make('small', {}, reasonIn(outcome.problem));
      const refused = make('p', { class: 'refused' }, words.refused, reason);
      this.#status.replaceChildren(refused);
      return;
    }

    const [mark, title, more] =
      outcome.kind === 'sent' ? [TICK, words.sent, words.sentMore] : [CLOCK, words.waiting, words.waitingMore];
    const close = make('button', { type: 'button' }, words.close);
    close.addEventListener('click', () => this.close());
    this.#form.clear();
    this.#page.hidden = true;
    this.#status.replaceChildren(
      make(
        'div',
        { class: 'done' },
        icon(mark),
        make('strong', {}, title),
        make('p', {}, more),
        make('div', { class: 'actions' }, close),
      ),
    );
    if (this.#dialog.isOpen) {
      close.focus();
    }
  }
}

/** The detail of a problem document (RFC 9457); the text itself when it is none. */
function reasonIn(problem: string): string {
  try {
    const { detail, title } = JSON.parse(problem) as { detail?: string; title?: string };
    return detail ?? title ?? '';
  } catch {
    return problem.slice(0, 200);
  }
}
