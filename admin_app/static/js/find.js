/*
 * The finder over every page: Ctrl+K opens it, arrows choose, Enter follows, Esc closes.
 * The answers are drawn by the server; the header's link leads to the same as a page.
 */

const panel = document.getElementById("find");
const field = panel?.querySelector("input");

const links = () => [...panel.querySelectorAll("#found a")];

function open(event) {
  event.preventDefault();
  if (!panel.open) panel.showModal();
  field.select();
}

function choose(step) {
  const all = links();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement);
  const next = now + step;
  if (next < 0) field.focus();
  else all[Math.min(next, all.length - 1)].focus();
}

if (panel) {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") open(event);
  });
  document.querySelector("[data-find]")?.addEventListener("click", open);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    }
    if (event.key === "Enter" && document.activeElement === field && links().length) {
      event.preventDefault();
      links()[0].click();
    }
  });
  panel.addEventListener("click", (event) => {
    if (event.target === panel) panel.close();
  });
}
