/**
 * The widget's looks. A page changes them with the custom properties `--sidetone-…`, which pass into the shadow tree, or
 * with `::part(button)` and `::part(dialog)`. Only logical directions: it is mirrored where text runs from the right.
 */
export const STYLE = `
:host {
  all: initial;
  --accent: var(--sidetone-accent, #0b5cad);
  --on-accent: var(--sidetone-on-accent, #fff);
  --surface: var(--sidetone-surface, #fff);
  --field: var(--sidetone-field, #fff);
  --text: var(--sidetone-text, #17202b);
  --quiet: var(--sidetone-quiet, #55606e);
  --line: var(--sidetone-line, #868f9b);
  --edge: var(--sidetone-edge, #d5dae1);
  --tint: var(--sidetone-tint, #eef3f9);
  --error: var(--sidetone-error, #b3261e);
  --radius: var(--sidetone-radius, 10px);
  color-scheme: light;
  font: 400 15px/1.45 var(--sidetone-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
}
:host([data-theme='dark']) {
  --accent: var(--sidetone-accent, #8cc2ff);
  --on-accent: var(--sidetone-on-accent, #06233f);
  --surface: var(--sidetone-surface, #1b222b);
  --field: var(--sidetone-field, #12171e);
  --text: var(--sidetone-text, #e9eef4);
  --quiet: var(--sidetone-quiet, #a9b4c1);
  --line: var(--sidetone-line, #77828f);
  --edge: var(--sidetone-edge, #3a4552);
  --tint: var(--sidetone-tint, #25303c);
  --error: var(--sidetone-error, #ffb0a8);
  color-scheme: dark;
}
*, ::before, ::after { box-sizing: border-box; }
button, select, textarea, input { font: inherit; color: inherit; margin: 0; }
svg { inline-size: 1.25em; block-size: 1.25em; flex: none; fill: none; stroke: currentColor; stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; }
:focus-visible, input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px; }
[hidden] { display: none !important; }
.open {
  position: fixed; inset-block-end: 20px; inset-inline-end: 20px; z-index: var(--sidetone-z, 2147483000);
  display: inline-flex; align-items: center; gap: .5em; padding: .65em 1.1em; cursor: pointer;
  color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 999px; font-weight: 600;
  box-shadow: 0 1px 2px #0003, 0 6px 18px #0003; transition: filter .15s;
}
.open:hover, .send:hover { filter: brightness(1.1); }
dialog:not([open]) { display: none; }
dialog {
  position: fixed; inset: 0; margin: auto; inline-size: min(460px, calc(100vw - 24px));
  block-size: fit-content; max-block-size: calc(100vh - 24px); overflow: auto; overscroll-behavior: contain; padding: 0;
  z-index: var(--sidetone-z, 2147483000); color: var(--text); background: var(--surface);
  border: 1px solid var(--edge); border-radius: calc(var(--radius) + 6px);
  box-shadow: 0 12px 48px #0006; animation: come .16s ease-out;
}
dialog::backdrop { background: #0b121b8c; }
@keyframes come { from { opacity: 0; translate: 0 8px; } }
.head { display: flex; align-items: center; gap: 10px; padding-block: 18px 0; padding-inline: 24px 16px; }
h2 { flex: 1; margin: 0; font-size: 1.25em; line-height: 1.3; font-weight: 650; }
.head > svg { color: var(--accent); }
.close { display: inline-flex; padding: 8px; background: none; border: 1px solid transparent; border-radius: var(--radius);
  color: var(--quiet); cursor: pointer; }
.close:hover { background: var(--tint); color: var(--text); }
form, .done { padding: 4px 24px 24px; }
.about { margin: 4px 0 0; color: var(--quiet); font-size: .93em; }
.field { display: block; margin: 16px 0 0; padding: 0; border: 0; min-inline-size: 0; }
.name { display: block; padding: 0; margin-block-end: 5px; font-weight: 600; }
.name small { font-size: .87em; font-weight: 400; color: var(--quiet); margin-inline-start: .15em; }
select, textarea, input[type='text'] {
  display: block; inline-size: 100%; padding: 9px 11px; color: var(--text); background-color: var(--field);
  border: 1px solid var(--line); border-radius: var(--radius);
}
select { appearance: none; cursor: pointer; block-size: 2.75em; padding-inline-end: 36px; text-overflow: ellipsis; }
.pick { position: relative; }
.pick::after { content: ''; position: absolute; inset-block-start: calc(50% - 7px); inset-inline-end: 15px;
  inline-size: 9px; block-size: 9px; border: solid var(--quiet); border-width: 0 2px 2px 0; rotate: 45deg;
  pointer-events: none; }
textarea { min-block-size: 4.6em; resize: vertical; }
[aria-invalid='true'] { border-color: var(--error); border-width: 2px; padding: 8px 10px; }
.wrong { margin: 6px 0 0; color: var(--error); font-weight: 600; font-size: .93em; }
.steps { display: flex; flex-wrap: wrap; gap: 6px; }
.steps label { flex: 1 1 auto; position: relative; cursor: pointer; }
.steps input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; opacity: 0; cursor: pointer; margin: 0; }
.steps span { display: block; padding: 8px 6px; text-align: center; border: 1px solid var(--line);
  border-radius: var(--radius); background: var(--field); }
.steps label:hover span { background: var(--tint); }
.steps input:checked + span { color: var(--on-accent); background: var(--accent); border-color: var(--accent); font-weight: 600; }
.actions { display: flex; justify-content: flex-end; gap: 10px; margin-block-start: 22px; }
.actions button { padding: .6em 1.25em; border-radius: var(--radius); cursor: pointer; font-weight: 600;
  border: 1px solid var(--line); background: transparent; color: var(--text); }
.actions .send { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
.actions [aria-disabled='true'] { opacity: .65; cursor: progress; }
.done { text-align: center; padding-block-start: 16px; }
.done > svg { inline-size: 52px; block-size: 52px; padding: 12px; border-radius: 50%; color: var(--accent);
  background: var(--tint); }
.done p { margin: 6px 0 0; color: var(--quiet); }
.done strong { display: block; margin-block-start: 10px; font-size: 1.15em; font-weight: 650; color: var(--text); }
.done .actions { justify-content: center; }
.refused { margin: 0 24px 24px; padding: 10px 12px; border: 1px solid var(--error); border-inline-start-width: 4px;
  border-radius: var(--radius); color: var(--error); font-weight: 600; }
.refused small { display: block; font-weight: 400; color: var(--quiet); overflow-wrap: anywhere; }
@media (prefers-contrast: more) {
  :host, :host([data-theme]) { --line: var(--text); --edge: var(--text); --quiet: var(--text); }
}
@media (prefers-reduced-motion: reduce) {
  *, dialog, dialog::backdrop { animation: none; transition: none; }
}
@media (forced-colors: active) {
  dialog, .open, .send, .close { border-color: ButtonText; }
  .steps input:checked + span { forced-color-adjust: none; color: HighlightText; background: Highlight; }
  :focus-visible, input:focus-visible + span { outline-color: Highlight; }
}
@media (max-width: 420px) {
  .open span { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  .open { padding: .9em; }
}
`;

/** Puts the style into a shadow tree. A constructed sheet needs no permission of the page's policy (CSP style-src). */
export function addStyle(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement('style');
    style.textContent = STYLE;
    root.append(style);
  }
}
