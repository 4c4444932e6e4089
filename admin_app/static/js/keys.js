/*
 * The keys of a list and of every form: rows are walked by j and k, ticked by x, all matching by a,
 * opened by Enter; "." goes to the buttons, digits to the tabs, Ctrl+Enter submits, ? tells it all.
 * Single letters can be switched off; nothing here is the only way to anything.
 */

const OFF = "keys:off";
const TYPING = "input:not([type=checkbox]):not([type=radio]), select, textarea";

const dialog = document.getElementById("keys");
const switchOff = dialog?.querySelector("[data-keys-off]");
const rows = [...document.querySelectorAll("main form[data-entity] tbody tr, main .sheet.is-list tbody tr")];
let here = -1;
let anchor = -1;

const boxOf = (row) => row?.querySelector("input[name=ids]");

function walkTo(index) {
  if (!rows.length) return;
  rows[here]?.classList.remove("row-here");
  here = Math.min(Math.max(index, 0), rows.length - 1);
  const row = rows[here];
  row.classList.add("row-here");
  (boxOf(row) ?? row.querySelector("a"))?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

/* The row in which the focus stands, so that keys and mouse may take turns. */
function findHere() {
  const row = document.activeElement?.closest("tr");
  const index = rows.indexOf(row);
  if (index >= 0 && index !== here) walkTo(index);
}

function tick(index, wanted) {
  const box = boxOf(rows[index]);
  if (box && box.checked !== wanted) box.click();
}

function tickHere() {
  if (here < 0) walkTo(0);
  tick(here, !boxOf(rows[here])?.checked);
  anchor = here;
}

function tickSpan() {
  if (here < 0) return;
  const from = anchor < 0 ? here : anchor;
  for (let index = Math.min(from, here); index <= Math.max(from, here); index += 1) tick(index, true);
  anchor = here;
}

const click = (selector) => document.querySelector(selector)?.click();

const KEYS = {
  j: () => walkTo(here + 1),
  k: () => walkTo(here - 1),
  x: tickHere,
  X: tickSpan,
  a: () => click("main input[name=mode][value=all]"),
  n: () => click('main .pager a[rel="next"]'),
  p: () => click('main .pager a[rel="prev"]'),
  ".": () => document.querySelector("main .toolbar .btn, main .verbs .btn")?.focus(),
  e: () => rows[here]?.querySelector("[data-cell]")?.click(),
  "?": () => dialog?.showModal(),
};

function onKey(event) {
  const typing = event.target.closest?.(TYPING);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest?.("form") ?? document.querySelector("main form[method=post]");
    const primary = form?.querySelector("button.btn-primary") ?? form?.querySelector("button:not([type=button])");
    if (primary) {
      event.preventDefault();
      primary.click();
    }
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (localStorage.getItem(OFF) && event.key !== "?") return;
  findHere();
  if (event.key === "Enter") {
    if (here >= 0 && boxOf(rows[here]) === document.activeElement) {
      event.preventDefault();
      rows[here].querySelector("a")?.click();
    }
    return;
  }
  const tab = /^[1-9]$/.test(event.key) && document.querySelectorAll("main .tabs a")[Number(event.key) - 1];
  const act = tab ? () => tab.click() : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

document.addEventListener("keydown", onKey);
if (switchOff) {
  switchOff.checked = Boolean(localStorage.getItem(OFF));
  switchOff.addEventListener("change", () => {
    if (switchOff.checked) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
  });
}
