/*
 * Shift and a click on a heading sorts by it after the columns the list is sorted by already.
 * The panel 排序 does the same without a mouse and without this script.
 */

document.addEventListener("click", (event) => {
  const link = event.target.closest("thead a[data-then]");
  if (!link || !event.shiftKey) return;
  event.preventDefault();
  location.assign(link.dataset.then);
});
