/*
 * An office that is typed: what it may be appears below the field, arrows choose, Enter takes, Esc closes.
 * The field holds words the server reads by itself, so nothing here is the only way to anything.
 */

const SUGGEST_AFTER_MS = 200;
const FEWEST = 2;

class OfficeBox {
  constructor(box) {
    this.words = box.dataset;
    this.field = box.querySelector("input");
    this.list = document.createElement("ul");
    this.said = document.createElement("p");
    this.at = -1;
    this.list.id = `${this.field.id}-offices`;
    this.list.className = "office-list";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.words.listed);
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    box.append(this.list, this.said);
    const aria = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(aria)) this.field.setAttribute(name, value);
    this.field.addEventListener("input", () => this.askSoon());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.field.addEventListener("blur", () => this.close());
    // The field keeps the focus, so that a press does not close the list before it chooses.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  askSoon() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    this.waiting = setTimeout(() => this.ask(), SUGGEST_AFTER_MS);
  }

  async ask() {
    const typed = this.field.value.trim();
    if (typed.length < FEWEST) return this.close();
    this.asked = new AbortController();
    const url = new URL(this.words.offices, location.href);
    url.searchParams.set("q", typed);
    try {
      const answer = await fetch(url, { signal: this.asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok) this.show(await answer.json());
    } catch {
      /* Something else was typed, or the line is down: the server reads what is typed anyway. */
    }
  }

  show({ offices, has_more: hasMore }) {
    if (document.activeElement !== this.field) return;
    this.list.replaceChildren(...offices.map((office, index) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = office;
      return option;
    }));
    const { count, more, none } = this.words;
    const told = hasMore ? more : count;
    this.said.textContent = offices.length ? told.replace("{n}", offices.length) : none;
    this.at = -1;
    this.field.removeAttribute("aria-activedescendant");
    this.list.hidden = !offices.length;
    this.field.setAttribute("aria-expanded", String(Boolean(offices.length)));
  }

  onKey(event) {
    if (event.isComposing) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.ask();
    } else if (event.key === "Enter" && isOpen && this.at >= 0 && !event.ctrlKey) {
      event.preventDefault();
      this.take(this.options[this.at]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  move(step) {
    const { options } = this;
    options[this.at]?.setAttribute("aria-selected", "false");
    this.at = (Math.max(this.at, step > 0 ? -1 : 0) + step + options.length) % options.length;
    const option = options[this.at];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  take(option) {
    if (!option) return;
    this.field.value = option.textContent;
    this.said.textContent = option.textContent;
    this.close();
    // What hangs on the field is reckoned anew, as after any other change.
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    clearTimeout(this.waiting);
    this.asked?.abort();
    this.list.hidden = true;
    this.at = -1;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll("[data-offices]").forEach((box) => new OfficeBox(box));
