/*
 * One cell edited where it stands: the pencil, a double click or the key e opens its field, Enter
 * saves, Esc leaves. The server draws every state; without a script the pencil leads to the form.
 */

async function draw(cell, request) {
  const answer = await request.catch(() => null);
  if (!answer || answer.redirected) return window.location.reload();
  const text = await answer.text();
  const form = cell.querySelector("[data-cell-form]");
  /* The session ended, or another one began: what was typed stays, with a word on why. */
  if (form && (answer.status === 400 || answer.status === 401)) {
    form.querySelector(".fault")?.remove();
    form.insertAdjacentHTML("beforeend", text);
    return;
  }
  cell.innerHTML = text;
  const field = cell.querySelector("input[name=value]");
  if (field) {
    field.focus();
    field.select();
  } else cell.querySelector("[data-cell]")?.focus();
}

function save(form) {
  const body = new URLSearchParams();
  for (const field of form.querySelectorAll("input")) body.set(field.name, field.value);
  draw(form.closest("td"), fetch(form.dataset.cellForm, { method: "POST", body }));
}

const open = (pencil) => draw(pencil.closest("td"), fetch(pencil.dataset.cell));
const leave = (form) => draw(form.closest("td"), fetch(`${form.dataset.cellForm}&shown=1`));

document.addEventListener("click", (event) => {
  const pencil = event.target.closest("[data-cell]");
  if (pencil && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    open(pencil);
  }
  const form = event.target.closest("[data-cell-form]");
  if (event.target.closest("[data-cell-save]")) save(form);
  if (event.target.closest("[data-cell-leave]")) leave(form);
});

document.addEventListener("dblclick", (event) => {
  const pencil = event.target.closest("td")?.querySelector("[data-cell]");
  if (pencil) open(pencil);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-cell-form]");
  if (!form || !event.target.matches("input")) return;
  if (event.key === "Enter") {
    event.preventDefault();
    event.stopImmediatePropagation();
    save(form);
  }
  if (event.key === "Escape") leave(form);
}, true);
