import type { IssueLists } from '../deskSettings';
import type { IssueReport } from '../issue';
import { make } from './elements';
import type { IssueMessages } from './messages';

/** More steps than this do not stand beside each other: they are a list. */
const STEPS_MAX = 6;
const MESSAGE_MAX = 2048;
const CHOICE_MAX = 256;

export type ListName = 'categories' | 'causes' | 'severities' | 'scenarios';

/** The fields of the form. They are made anew when the lists change, and keep what was chosen. */
export class IssueForm {
  readonly element = make('div');
  #category: HTMLSelectElement | HTMLInputElement | undefined;
  #wrong: HTMLElement | undefined;

  readonly #messages: IssueMessages;
  readonly #label: (choice: string, list: ListName) => string;

  constructor(messages: IssueMessages, label: (choice: string, list: ListName) => string) {
    this.#messages = messages;
    this.#label = label;
  }

  /** Offers these lists. A list without entries has no field; a category is then written. */
  offer(lists: IssueLists): void {
    const before = this.read();
    const words = this.#messages;
    this.#wrong = make('p', { class: 'wrong', id: 'wrong', role: 'alert', hidden: true });
    const category =
      lists.categories.length > 0
        ? this.#select('category', lists.categories, 'categories')
        : make('input', { type: 'text', id: 'category', name: 'category', maxlength: String(CHOICE_MAX) });
    category.setAttribute('aria-required', 'true');
    category.addEventListener('input', () => this.#complain(''));
    this.#category = category;
    const message = make('textarea', {
      id: 'message',
      name: 'message',
      rows: '3',
      maxlength: String(MESSAGE_MAX),
    });
    this.element.replaceChildren(
      this.#field('category', words.category, false, framed(category), this.#wrong),
      ...this.#choices('cause', words.cause, lists.causes, 'causes'),
      ...this.#steps(lists.severities),
      ...this.#choices('scenario', words.scenario, lists.scenarios, 'scenarios'),
      this.#field('message', words.message, true, message),
    );
    this.#restore(before);
  }

  /** What stands in the fields now. */
  read(): IssueReport {
    const value = (name: string) =>
      this.element.querySelector<HTMLInputElement>(
        `select[name=${name}],[type=text][name=${name}],textarea[name=${name}]`,
      )?.value ??
      this.element.querySelector<HTMLInputElement>(`[name=${name}]:checked`)?.value ??
      '';
    return {
      category: value('category').trim(),
      cause: value('cause'),
      severity: value('severity'),
      scenario: value('scenario'),
      message: value('message').trim(),
    };
  }

  /** True when it can be sent; otherwise says what is missing, and goes there. */
  check(): boolean {
    const missing = this.read().category === '';
    this.#complain(missing ? this.#messages.categoryMissing : '');
    if (missing) {
      this.focus();
    }

    return !missing;
  }

  focus(): void {
    this.#category?.focus();
  }

  clear(): void {
    this.element.replaceChildren();
  }

  #complain(text: string): void {
    if (this.#wrong && this.#category) {
      this.#wrong.hidden = text === '';
      this.#wrong.textContent = text;
      if (text) {
        this.#category.setAttribute('aria-invalid', 'true');
        this.#category.setAttribute('aria-describedby', 'wrong');
      } else {
        this.#category.removeAttribute('aria-invalid');
        this.#category.removeAttribute('aria-describedby');
      }
    }
  }

  #restore(said: IssueReport): void {
    for (const [name, value] of Object.entries(said) as [string, string][]) {
      for (const field of this.element.querySelectorAll<HTMLInputElement>(`[name=${name}]`)) {
        if (field.type === 'radio') {
          field.checked = field.value === value;
        } else if (!(field instanceof HTMLSelectElement) || [...field.options].some((each) => each.value === value)) {
          field.value = value;
        }
      }
    }
  }

  #choices(name: string, label: string, choices: readonly string[], list: ListName): HTMLElement[] {
    return choices.length > 0 ? [this.#field(name, label, true, framed(this.#select(name, choices, list)))] : [];
  }

  #select(name: string, choices: readonly string[], list: ListName): HTMLSelectElement {
    const options = choices.map((choice) => make('option', { value: choice }, this.#label(choice, list)));
    return make('select', { id: name, name }, make('option', { value: '' }, this.#messages.choose), ...options);
  }

  #steps(severities: readonly string[]): HTMLElement[] {
    if (severities.length === 0 || severities.length > STEPS_MAX) {
      return this.#choices('severity', this.#messages.severity, severities, 'severities');
    }

    const steps = severities.map((severity) =>
      make(
        'label',
        {},
        make('input', { type: 'radio', name: 'severity', value: severity }),
        make('span', {}, this.#label(severity, 'severities')),
      ),
    );
    const legend = make('legend', { class: 'name' }, this.#messages.severity, ...this.#optional());
    return [make('fieldset', { class: 'field' }, legend, make('div', { class: 'steps' }, ...steps))];
  }

  #field(name: string, label: string, optional: boolean, ...content: HTMLElement[]): HTMLElement {
    const words = make('label', { class: 'name', for: name }, label, ...(optional ? this.#optional() : []));
    return make('div', { class: 'field' }, words, ...content);
  }

  /** The space is for who hears it: a name is read without the gap between its parts. */
  #optional(): (Node | string)[] {
    return [' ', make('small', {}, this.#messages.optional)];
  }
}

/** A select with an arrow of ours: the system's stands at the very edge. */
function framed(field: HTMLElement): HTMLElement {
  return field instanceof HTMLSelectElement ? make('div', { class: 'pick' }, field) : field;
}
