// Sidenotes and their references. On narrow screens a reference opens its note below the line, and
// closes it; on wide ones it leads to the margin. There is one copy of each note, which moves.
(() => {
  const text = document.querySelector(".text:has(> .beside)");
  const links = [...document.querySelectorAll(".ref.side a")];
  if (!text || !links.length) return;
  const noteOf = (link) => document.getElementById(link.getAttribute("href").slice(1));
  const ways = new Map(); // from each note to the reference that leads back into the text
  for (const link of links) if (!ways.has(noteOf(link))) ways.set(noteOf(link), link);
  const homes = new Map(); // from each place for notes to those that belong there
  for (const home of document.querySelectorAll(".beside")) homes.set(home, [...home.children]);
  let isWide = true;

  const go = (link) => {
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "nearest" });
  };

  const close = (note) => {
    note.querySelectorAll(".open").forEach(close);
    note.classList.remove("open");
    note.hidden = "until-found"; // who searches the page finds it, and so opens it
    for (const [home, notes] of homes) {
      if (notes.includes(note)) home.append(...notes.filter((other) => other === note || other.parentNode === home));
    }
    ways.get(note).ariaExpanded = "false";
  };

  const open = (note, link, inPlace) => {
    const outer = link.closest(".note");
    if (outer?.hidden) open(outer, ways.get(outer), inPlace);
    if (!note.hidden) close(note);
    ways.set(note, link);
    note.hidden = false;
    note.classList.add("open");
    // A heading or a table has no room for a note: there, it opens below the block.
    if (inPlace && !link.closest("table, h1, h2, h3, h4, h5, h6, summary")) link.parentNode.after(note);
    link.ariaExpanded = "true";
  };

  const follow = (link, note) => {
    if (link.matches(".mark")) {
      if (!isWide) close(note);
      go(ways.get(note));
    } else if (isWide) {
      ways.set(note, link);
      go(note.querySelector(".mark"));
    } else if (link.ariaExpanded === "true") {
      close(note);
    } else if (!note.contains(link)) {
      open(note, link, true);
      note.querySelector(".mark").scrollIntoView({ block: "nearest" });
    }
  };

  /** All notes stand in the margin if there is one, and are closed if there is none. */
  const arrange = () => {
    if (isWide === (getComputedStyle(text).display === "grid")) return;
    isWide = !isWide;
    for (const note of ways.keys()) {
      close(note);
      if (isWide) note.hidden = false;
    }
    for (const link of links) link.ariaExpanded = isWide ? null : "false";
  };

  /** A note that the address names, or that holds what it names, is open and in view. */
  const show = () => {
    let named;
    try { named = document.getElementById(decodeURI(location.hash.slice(1))); } catch {} // as `#%` is
    const note = named?.closest(".note.side");
    if (!note) return;
    if (note.hidden) open(note, ways.get(note));
    named.scrollIntoView({ block: "nearest" });
  };

  /** A note and its references light up together. */
  const light = ({ type, target }) => {
    const at = target.closest(".ref.side a, .note.side");
    const note = at?.matches("a") ? noteOf(at) : at;
    for (const part of [note, ...links.filter((link) => note && noteOf(link) === note)]) {
      part?.classList.toggle("lit", /over|in$/.test(type));
    }
  };
  for (const type of ["mouseover", "mouseout", "focusin", "focusout"]) document.addEventListener(type, light);

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".ref.side a, .note.side > .mark");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    follow(link, link.matches(".mark") ? link.parentNode : noteOf(link));
  });
  document.addEventListener("keydown", ({ key, target, defaultPrevented }) => {
    if (key !== "Escape" || defaultPrevented) return;
    const isOpen = target.ariaExpanded === "true" && links.includes(target);
    const note = isOpen ? noteOf(target) : target.closest(".note.side");
    if (note) follow(note.querySelector(".mark"), note);
  });
  document.addEventListener("beforematch", ({ target }) => ways.has(target) && open(target, ways.get(target)));
  addEventListener("hashchange", show);
  new ResizeObserver(arrange).observe(text);
  arrange();
  show();
})();
