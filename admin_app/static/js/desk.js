/*
 * Small comforts on every page; nothing here is needed to finish a piece of work.
 * Closes open panels, stops a form from being sent twice, prints, focuses the search by "/", asks
 * before typed text is lost, leaves the keys of an input method alone, and gives pages that answer a
 * POST an address, so that the back button does not ask to send it again.
 */

const RESEND_AFTER_MS = 5000;

function closePanels(except) {
  for (const panel of document.querySelectorAll("details.drop[open]")) {
    if (panel !== except) panel.open = false;
  }
}

document.addEventListener("click", (event) => {
  closePanels(event.target.closest("details.drop"));
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "Escape") {
    closePanels(null);
    if (location.hash === "#menu") location.hash = "#main";
  }
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

/* Keys typed while an input method composes a word, the Enter that takes it included, are its own. */
window.addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing) event.stopImmediatePropagation();
  },
  true,
);

/* The server refuses a repeat by its one-time key; this only spares the clerk the question. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  /* A download leaves the page where it is, and every button of it in use. */
  if (form.matches("[data-download]") || event.submitter?.matches("[data-download]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, RESEND_AFTER_MS);
});

/* What was typed and not sent is asked about before the page is left. */
const TYPED =
  "textarea, select, input:not([type=checkbox], [type=radio], [type=hidden], [type=search])";
let typed = null;

document.addEventListener("input", ({ target }) => {
  const form = target.matches(TYPED) ? target.form : null;
  if (form?.method === "post" && form.matches("main form:not([data-unguarded])")) typed = form;
});
document.addEventListener("submit", (event) => {
  if (event.target.method === "post" && !event.defaultPrevented) typed = null;
});
window.addEventListener("beforeunload", (event) => {
  if (typed?.isConnected) event.preventDefault();
});

const posted = document.querySelector("form[data-address]");
if (posted) history.replaceState(null, "", posted.dataset.address);

window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

/* A page opened at one of its places lets nothing take the focus, so a form there is told to. */
window.addEventListener("load", () => {
  if (location.hash) document.querySelector("main [autofocus]")?.focus({ preventScroll: true });
});
