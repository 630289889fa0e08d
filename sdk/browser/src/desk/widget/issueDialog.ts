import { make } from './elements';

const FOCUSABLE = 'button,select,textarea,input:not([type=radio]),input[type=radio]:checked';

/**
 * A modal dialog: the browser's own where it has one (what is behind is inert, and it stands above every z-index). Tab
 * goes round in it, Escape closes it, and focus goes back to where it was.
 */
export class IssueDialog {
  readonly element: HTMLDialogElement;
  #before: HTMLElement | undefined;

  /** @param closing Hears that the agent wants to close it. */
  constructor(titleId: string, closing: () => void) {
    this.element = make('dialog', {
      role: 'dialog', // For a browser that does not know the element.
      part: 'dialog',
      'aria-modal': 'true',
      'aria-labelledby': titleId,
    });
    this.element.addEventListener('cancel', (event) => {
      event.preventDefault();
      closing();
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) {
        event.preventDefault();
        closing();
      } else if (event.key === 'Tab') {
        this.#goRound(event);
      }
    });
  }

  get isOpen(): boolean {
    return this.element.hasAttribute('open');
  }

  open(): void {
    if (this.isOpen) {
      return;
    }

    this.#before = focused();
    if (this.element.showModal) {
      this.element.showModal();
    } else {
      this.element.setAttribute('open', '');
    }
  }

  close(): void {
    if (!this.isOpen) {
      return;
    }

    if (this.element.close) {
      this.element.close();
    } else {
      this.element.removeAttribute('open');
    }

    this.#before?.focus?.();
    this.#before = undefined;
  }

  #goRound(event: KeyboardEvent): void {
    const stops = [...this.element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
      (each) => each.getClientRects().length > 0,
    );
    const here = (this.element.getRootNode() as ShadowRoot).activeElement;
    const [first, last] = [stops[0], stops.at(-1)];
    if (event.shiftKey ? here === first : here === last) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  }
}

/** What has the focus, also within open shadow trees. */
function focused(): HTMLElement | undefined {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) {
    element = element.shadowRoot.activeElement;
  }

  return (element as HTMLElement | null) ?? undefined;
}
