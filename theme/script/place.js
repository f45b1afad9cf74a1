/* Puts a preview beside its link: under the line that the pointer is on, or over it where there is
   more room; never off the screen. Lengths are in pixels. */
document.addEventListener("preview", ({ target: box, detail: { link, at: [x, y] } }) => {
  const EDGE = 8, GAP = 6, REACH = 24; // the preview goes on so far beyond the pointer
  const view = window.visualViewport, lines = [...link.getClientRects()];
  const start = view.offsetLeft + EDGE, end = view.offsetLeft + view.width - EDGE;
  const top = view.offsetTop + EDGE, bottom = view.offsetTop + view.height - EDGE;
  const isAt = (r) => x > r.left - 2 && x < r.right + 2 && y > r.top - 2 && y < r.bottom + 2;
  const line = lines.find(isAt) ?? lines[0];

  box.classList.add("placed");
  box.style.maxWidth = `${end - start}px`;
  const { width, height } = box.getBoundingClientRect();
  const below = bottom - line.bottom - GAP, above = line.top - GAP - top;
  const tall = Math.min(height, Math.max(below, above, 96));
  const over = tall <= below ? line.bottom + GAP : line.top - GAP - tall;
  const flush = getComputedStyle(link).direction === "rtl" ? line.right - width : line.left;
  const near = x ? Math.min(Math.max(flush, x - width + REACH), x - REACH) : flush;

  box.style.maxHeight = `${tall}px`;
  box.style.left = `${Math.max(start, Math.min(near, end - width)) + scrollX}px`;
  box.style.top = `${Math.max(top, Math.min(over, bottom - tall)) + scrollY}px`;
});
