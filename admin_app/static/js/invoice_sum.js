/*
 * 预开发票申请: the amount asked for, kept beside the quantity while it is typed.
 * The server computes it again and has the last word; without this script 计算 asks it.
 */

const form = document.querySelector("form[data-faces]");
const line = form.querySelector("[data-sum]");
const faces = JSON.parse(form.dataset.faces);
const cap = Number(form.dataset.cap);

/** Yuan as typed, in 分; NaN for what is no amount. */
function fen(text) {
  const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(",", ""));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : NaN;
}

function yuan(amount) {
  const whole = Math.trunc(amount / 100).toLocaleString("en-US");
  return `¥${whole}.${String(amount % 100).padStart(2, "0")}`;
}

function show() {
  const { invoice_type: kind, quantity, unit_amount_fen: each } = form.elements;
  const count = /^\d{1,6}$/.test(quantity.value.trim()) ? Number(quantity.value) : NaN;
  const total = count * (faces[kind.value] ?? fen(each.value));
  line.hidden = !(total > 0);
  line.querySelector("output").textContent = total > 0 ? yuan(total) : "";
  line.querySelector("b").textContent = total > cap ? line.dataset.over : "";
}

form.addEventListener("input", show);
show();
