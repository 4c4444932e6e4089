/*
 * The basket of ticked rows: ticks survive paging, querying and sorting within one browser tab.
 * Without this script the ticks of the page in sight still work.
 * A page that shows data-basket-done empties the named basket; the sign-in page empties all.
 */

const PREFIX = "ticks:";

function load(entity) {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(PREFIX + entity)) ?? []);
  } catch {
    return new Set();
  }
}

function store(entity, ids) {
  if (ids.size) sessionStorage.setItem(PREFIX + entity, JSON.stringify([...ids]));
  else sessionStorage.removeItem(PREFIX + entity);
}

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  }
}

class Basket {
  constructor(form) {
    this.form = form;
    this.entity = form.dataset.entity;
    this.cap = Number(form.dataset.cap);
    this.ids = load(this.entity);
    this.boxes = [...form.querySelectorAll("input[name=ids]")];
    this.pageBox = form.querySelector("[data-tick-page]");
    this.every = form.querySelector("input[name=mode][value=all]");
    this.line = form.querySelector("[data-ticked]");
    form.addEventListener("change", (event) => this.onChange(event.target));
    form.addEventListener("submit", () => this.addRowsOfOtherPages());
    form.querySelector("[data-untick]")?.addEventListener("click", () => this.clear());
    if (this.pageBox) this.pageBox.hidden = false;
    this.show();
  }

  onChange(box) {
    if (box === this.pageBox) this.boxes.forEach((each) => this.tick(each.value, box.checked));
    else if (box.name === "ids") this.tick(box.value, box.checked);
    else if (box !== this.every) return;
    store(this.entity, this.ids);
    this.show();
  }

  tick(id, wanted) {
    if (!wanted) this.ids.delete(id);
    else if (this.ids.size < this.cap) this.ids.add(id);
    this.isFull = wanted && !this.ids.has(id);
  }

  clear() {
    this.ids.clear();
    if (this.every) this.every.checked = false;
    store(this.entity, this.ids);
    this.show();
  }

  show() {
    const all = Boolean(this.every?.checked);
    for (const box of this.boxes) {
      box.checked = this.ids.has(box.value);
      box.closest("tr").classList.toggle("ticked-row", all || box.checked);
    }
    const here = this.boxes.filter((box) => box.checked).length;
    if (this.pageBox) {
      this.pageBox.checked = here > 0 && here === this.boxes.length;
      this.pageBox.indeterminate = here > 0 && here < this.boxes.length;
    }
    this.say(all);
  }

  say(all) {
    if (!this.line) return;
    const { count, full, every } = this.line.dataset;
    const words = all ? every : count.replace("{n}", this.ids.size);
    this.line.hidden = !all && this.ids.size === 0;
    this.line.querySelector("span").textContent = this.isFull ? `${words} ${full}` : words;
  }

  addRowsOfOtherPages() {
    this.form.querySelectorAll("[data-carried]").forEach((input) => input.remove());
    const here = new Set(this.boxes.map((box) => box.value));
    for (const id of this.ids) {
      if (here.has(id)) continue;
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "ids", value: id });
      input.dataset.carried = "";
      this.form.append(input);
    }
  }
}

document.querySelectorAll("form[data-entity]").forEach((form) => new Basket(form));
const done = document.querySelector("[data-basket-done]");
if (done) store(done.dataset.basketDone, new Set());
if (document.querySelector("[data-basket-forget]")) forgetAll();
