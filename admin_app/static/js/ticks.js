/*
 * The basket of ticked rows: ticks survive paging, querying, sorting and signing in anew.
 * The server keeps them; what it has not been told yet waits in this tab and is sent half a second
 * after the last tick, or when the page is left. Without this script the ticks in sight still work.
 * A page that shows data-basket-done forgets what this tab knew of the basket (the server has taken
 * out what was done); the sign-in page forgets all, and the server tells it again.
 */

const PREFIX = "ticks:";
const SAVE_AFTER_MS = 500;

function load(key) {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(PREFIX + key)) ?? []);
  } catch {
    return new Set();
  }
}

function store(key, ids) {
  if (ids.size) sessionStorage.setItem(PREFIX + key, JSON.stringify([...ids]));
  else sessionStorage.removeItem(PREFIX + key);
}

/* The baskets of an entity: of its whole list and of each of its tabs. */
function forget(entity) {
  for (const key of Object.keys(sessionStorage)) {
    if (`${key}:`.startsWith(`${PREFIX}${entity}:`)) sessionStorage.removeItem(key);
  }
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
    this.url = form.dataset.ticks;
    this.cap = Number(form.dataset.cap);
    this.ids = load(this.entity);
    this.added = load(`${this.entity}:added`);
    this.dropped = load(`${this.entity}:dropped`);
    this.earlier = new Set();
    this.gone = 0;
    this.boxes = [...form.querySelectorAll("input[name=ids]")];
    this.pageBox = form.querySelector("[data-tick-page]");
    this.every = form.querySelector("input[name=mode][value=all]");
    this.line = form.querySelector("[data-ticked]");
    form.addEventListener("change", (event) => this.onChange(event.target));
    form.addEventListener("submit", (event) => this.onSubmit(event));
    form.querySelector("[data-untick]")?.addEventListener("click", () => this.clear(this.ids));
    this.earlierButton = form.querySelector("[data-untick-earlier]");
    this.earlierButton?.addEventListener("click", () => this.clear(this.earlier));
    if (this.pageBox) this.pageBox.hidden = false;
    this.show();
    if (this.url) {
      window.addEventListener("pagehide", () => this.save(true));
      this.line?.querySelector("a")?.addEventListener("click", (event) => this.follow(event));
      this.fetchKept();
    }
  }

  onChange(box) {
    if (box === this.pageBox) this.boxes.forEach((each) => this.tick(each.value, box.checked));
    else if (box.name === "ids") this.tick(box.value, box.checked);
    else if (box !== this.every) return;
    this.keep();
    this.show();
  }

  tick(id, wanted) {
    if (!wanted) this.ids.delete(id);
    else if (this.ids.size < this.cap) this.ids.add(id);
    this.isFull = wanted && !this.ids.has(id);
    if (this.isFull) return;
    this.earlier.delete(id);
    (wanted ? this.added : this.dropped).add(id);
    (wanted ? this.dropped : this.added).delete(id);
  }

  clear(ids) {
    for (const id of [...ids]) this.tick(id, false);
    if (this.every) this.every.checked = false;
    this.keep();
    this.show();
  }

  keep() {
    this.remember();
    if (!this.url) return;
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.save(false), SAVE_AFTER_MS);
  }

  remember() {
    store(this.entity, this.ids);
    store(`${this.entity}:added`, this.added);
    store(`${this.entity}:dropped`, this.dropped);
  }

  /* What is sent is forgotten only when the server has said that it has it. */
  async save(isLeaving) {
    const [added, dropped] = [[...this.added], [...this.dropped]];
    if (!added.length && !dropped.length) return;
    const body = new FormData();
    body.append("csrf_token", this.form.elements.csrf_token.value);
    for (const id of added) body.append("ids", id);
    for (const id of dropped) body.append("drop", id);
    try {
      const answer = await fetch(this.url, { method: "POST", body, keepalive: isLeaving });
      if (!answer.ok) return;
      for (const id of added) this.added.delete(id);
      for (const id of dropped) this.dropped.delete(id);
      this.remember();
    } catch {
      /* The line is down: they wait for the next page. */
    }
  }

  /* The list of ticks is drawn by the server, which must know the last of them first. */
  async follow(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const { href } = event.currentTarget;
    clearTimeout(this.saving);
    await this.save(false);
    location.assign(href);
  }

  async fetchKept() {
    try {
      const answer = await fetch(this.url, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const kept = await answer.json();
      this.ids = new Set(kept.ids.map(String));
      for (const id of this.added) this.ids.add(id);
      for (const id of this.dropped) this.ids.delete(id);
      this.earlier = new Set(kept.earlier.map(String).filter((id) => this.ids.has(id)));
      this.gone = kept.gone;
      this.remember();
      this.show();
      this.save(false);
    } catch {
      /* What this tab knows must do. */
    }
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
    this.say(all, this.ids.size - here);
  }

  say(all, elsewhere) {
    if (!this.line) return;
    const { count, full, every } = this.line.dataset;
    const words = [all ? every : count.replace("{n}", this.ids.size)];
    if (!all && elsewhere) words.push(this.line.dataset.elsewhere.replace("{m}", elsewhere));
    if (!all && this.gone) words.push(this.line.dataset.gone.replace("{g}", this.gone));
    const earlier = all ? 0 : this.earlier.size;
    if (earlier) words.push(this.line.dataset.earlier.replace("{k}", earlier));
    if (this.earlierButton) this.earlierButton.hidden = !earlier;
    if (this.isFull) words.push(full);
    if (this.over) words.push(this.over);
    this.line.hidden = !all && this.ids.size === 0;
    this.line.querySelector("span").textContent = words.join(" ");
  }

  /* More than the button does at once is said here, before the plan is asked for. */
  onSubmit(event) {
    const { most } = event.submitter?.dataset ?? {};
    this.over = "";
    if (most && !this.every?.checked && this.ids.size > Number(most)) {
      event.preventDefault();
      const said = this.line?.dataset.over ?? "";
      this.over = said.replace("{action}", event.submitter.textContent).replace("{most}", most);
      this.show();
      return;
    }
    this.addRowsOfOtherPages();
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
if (done) forget(done.dataset.basketDone);
if (document.querySelector("[data-basket-forget]")) forgetAll();
