/*
 * 新手引导: marks the part of the page that the panel speaks of, and says so to a screen reader.
 * Without it the panel is the same, and the eye finds its own way.
 */
const panel = document.querySelector(".tour[data-target]");
const target = panel?.dataset.target && document.querySelector(panel.dataset.target);
if (target) {
  target.classList.add("tour-target");
  target.setAttribute("aria-describedby", "tour-said");
}
