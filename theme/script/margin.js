// Notes on wide screens: each stands in the margin as near its reference as can be, over nothing
// else. Where notes need more room than there is, the text makes room for them.
(() => {
  const box = (element) => element.getBoundingClientRect();

  /** The block, or the first of the headings above it: room is made before them. */
  const headed = (block) => {
    const before = block.previousElementSibling;
    return before?.matches("h2, h3, h4, h5, h6") ? headed(before) : block;
  };

  /** Where the line of a note is: where it is referred to, or else below the note before it. */
  const lineOf = (note, below) => {
    const link = [...document.querySelectorAll(`.text .ref a[href="#${note.id}"]`)]
      .find((link) => link.checkVisibility() && !link.closest(".note")); // not in closed <details>
    if (!link) return Math.max(box(note.parentNode).top, below);
    const { top, bottom } = box(link.parentNode); // raised: its middle is above that of the line
    return (top + bottom - 0.58 * parseFloat(getComputedStyle(note).lineHeight)) / 2;
  };

  /** Least squares: the notes of a cell near their lines, in order, between `start` and `end`. */
  const settle = ({ start, notes }, end, gap) => {
    const pools = []; // of notes that touch: their column would best begin at `mean`
    let above = 0;
    for (const note of notes) {
      let pool = { mean: note.line - above, notes: [note] };
      note.above = above;
      above += note.height + gap;
      while (pools.at(-1)?.mean >= pool.mean) {
        const joined = [...pools.pop().notes, ...pool.notes];
        const sum = joined.reduce((sum, { line, above }) => sum + line - above, 0);
        pool = { mean: sum / joined.length, notes: joined };
      }
      pools.push(pool);
    }
    for (const { mean, notes } of pools) {
      for (const note of notes) note.top = Math.max(start, Math.min(end - above + gap, mean)) + note.above;
    }
  };

  const place = (text) => {
    for (const block of [text, ...text.querySelectorAll(".room")]) block.classList.remove("room");
    const isWide = getComputedStyle(text).display === "grid";
    text.classList.toggle("placed", isWide);
    if (!isWide) return;
    const named = text.querySelector(".note:target"); // by the address of the page
    const isSeen = named && box(named).bottom > 0 && box(named).top < innerHeight;
    const gap = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const reach = 26 * gap; // how far below its line a note may stand before the text makes room
    const margin = box(text.querySelector(":scope > .beside"));
    const inMargin = (part) => box(part).right > margin.left + 1 && box(part).left < margin.right - 1;
    const rooms = [];
    const all = [];
    let block = text;
    let down = 0; // by how much the rooms so far lower what follows
    const zero = box(text).top;
    let free = zero + 0.3 * gap; // the first place below all that is there so far
    let cell = { start: free, notes: [] };
    const make = (size) => {
      if (size <= 0) return;
      const own = block === text ? 0 : parseFloat(getComputedStyle(block).marginBlockStart);
      rooms.push([block, own + size]);
      down += size;
    };
    const pass = (top, bottom) => {
      if (cell.notes.length) make(free - gap - top - down);
      settle(cell, top + down, gap);
      cell = { start: (free = bottom + down), notes: [] };
    };
    for (const child of text.children) {
      if (child.matches(".beside")) {
        let below = -Infinity;
        for (const node of child.children) {
          const note = { node, height: box(node).height, line: lineOf(node, below) };
          if (node === child.firstElementChild) make(free - note.line - down - reach);
          below = note.line + note.height + gap;
          note.line += down;
          free = Math.max(free, note.line - reach) + note.height + gap;
          cell.notes.push(note);
          all.push(note);
        }
      } else {
        block = headed(child);
        for (const part of inMargin(child) ? child.children : []) {
          if (inMargin(part)) pass(box(part).top - 1.5 * gap, box(part).bottom + 1.5 * gap);
        }
      }
    }
    block = text;
    pass(box(text).bottom);
    for (const [block, size] of rooms) {
      block.style.setProperty("--room", `${size}px`);
      block.classList.add("room");
    }
    for (const { node } of all) node.style.removeProperty("--shift");
    const scrolled = box(text).top - zero; // since room was made
    const shifts = all.map(({ node, top }) => Math.round(top + scrolled - box(node).top));
    all.forEach(({ node }, index) => node.style.setProperty("--shift", `${shifts[index]}px`));
    if (isSeen) named.scrollIntoView({ block: "nearest" });
  };

  for (const text of document.querySelectorAll(".text:has(> .beside)")) {
    let frame = 0;
    const later = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => place(text));
    };
    const sizes = new ResizeObserver(later);
    for (const part of [text, ...text.children, ...text.querySelectorAll(".note")]) sizes.observe(part);
    document.fonts.addEventListener("loadingdone", later);
    place(text);
  }
})();
