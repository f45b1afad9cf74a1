/* Show the evidence: lights claims by standing, and leads along the strip. The address holds what
   is lit, as ?show=all or ?show=mixed,opinion; the part after # stays with claims and notes.
   Not deferred: what the address asks for is lit before it is painted, so that nothing moves. */
(() => {
  const asked = new URLSearchParams(location.search).get("show")?.split(",");
  const isAsked = (name) => asked.includes("all") || asked.includes(name);
  const paint = (isLit) => document.querySelectorAll(".strip a, a.claim[id]").forEach((claim) => {
    claim.classList.toggle("lit", [...claim.classList].some(isLit));
  });
  const early = new MutationObserver(() => paint(isAsked));
  document.documentElement.classList.toggle("asked", Boolean(asked));
  if (asked) early.observe(document, { childList: true, subtree: true });

  document.addEventListener("DOMContentLoaded", () => {
    const tally = document.querySelector(".title .tally"), box = tally?.querySelector(".show input");
    early.disconnect();
    if (!box) return;
    document.querySelectorAll("a.claim[id]").forEach((claim) => claim.setAttribute("aria-describedby", `page-standing-${claim.classList[1]}`));
    const all = tally.querySelector(".all button"), links = [...tally.querySelectorAll(".legend a")];
    const names = links.map((link) => link.className);
    const buttons = links.map((link) => {
      const button = all.cloneNode();
      button.className = link.className;
      button.append(...link.childNodes);
      link.replaceWith(button);
      return button;
    });
    let lit = asked ? names.filter(isAsked) : box.checked ? names : [];

    const isAll = () => lit.length === names.length;
    const show = () => {
      paint((name) => lit.includes(name));
      box.checked = isAll();
      box.indeterminate = lit.length > 0 && !isAll();
      all.ariaPressed = isAll();
      // with all lit, "all" alone is pressed: what is pressed next is then shown by itself
      const single = !isAll() || names.length === 1;
      buttons.forEach((button, at) => { button.ariaPressed = single && lit.includes(names[at]); });
    };
    const light = (chosen) => {
      lit = names.filter((name) => chosen.includes(name));
      show();
      const address = new URL(location), kept = address.searchParams;
      kept.delete("show");
      if (lit.length) kept.set("show", isAll() ? "all" : lit.join());
      address.search = `${kept}`.replaceAll("%2C", ",");
      try { history.replaceState(history.state, "", address); } catch {} // on some disks it stays
    };

    box.addEventListener("change", () => light(box.checked ? names : []));
    all.addEventListener("click", () => light(isAll() ? [] : names));
    buttons.forEach((button, at) => button.addEventListener("click", () => {
      const others = lit.filter((name) => name !== names[at]);
      if (isAll() && others.length) light([names[at]]);
      else light(lit.includes(names[at]) ? others : [...others, names[at]]);
    }));
    show();
    addEventListener("pageshow", show); // after the browser has put the box back as it was

    // The strip is one stop of the Tab key; the arrows go from mark to mark.
    const strip = tally.querySelector(".strip"), marks = [...strip.querySelectorAll("a")];
    const step = getComputedStyle(strip).direction === "rtl" ? -1 : 1;
    const stop = (mark) => marks.forEach((each) => { each.tabIndex = each === mark ? 0 : -1; });
    strip.addEventListener("focusin", ({ target }) => stop(target));
    strip.addEventListener("keydown", ({ target, key, altKey, ctrlKey, metaKey }) => {
      const to = { ArrowRight: step, ArrowLeft: -step }[key];
      if (to && !altKey && !ctrlKey && !metaKey) marks[marks.indexOf(target) + to]?.focus();
    });
  });
})();
