/* Previews: the card of a claim, or a source note, beside the link that leads to it. Shown is a
   copy, without ids, of what stands at the end of the page. Pointer and keyboard get it after a
   moment; a tap at once, on a small screen as a sheet. All other clicks are plain ones. */
(() => {
  const template = document.getElementById("page-preview"), LINKS = "a.claim, .strip a, .ref a";
  const SMALL = matchMedia("(max-width: 40rem), (max-height: 30rem)");
  const HOVER = 280, FOCUS = 380, LEAVE = 240; // milliseconds
  let box, link, timer; // the open preview, what it belongs to, what comes next
  let at = [], byTouch = false, isGoingBack = false, isResting = false;
  if (!template) return;

  const linkOf = (target) => target.closest?.(LINKS);
  const isModal = () => box?.matches(":modal");
  const isHeld = () => box?.contains(document.activeElement) || link?.matches(":focus-visible");
  const later = (delay, act) => { clearTimeout(timer); timer = setTimeout(act, delay); };
  const goBack = (to) => {
    isGoingBack = true;
    to.focus({ preventScroll: true });
    isGoingBack = false;
  };
  const sourceOf = (a) => {
    const id = decodeURIComponent(a.hash.slice(1));
    if (a.matches(".ref a")) return document.getElementById(id)?.closest(".endnotes li");
    return document.getElementById(`card-${a.id || id}`);
  };
  const copyOf = (source, label) => {
    const made = template.content.firstElementChild.cloneNode(true), shown = made.firstElementChild;
    shown.append(...source.cloneNode(true).childNodes);
    shown.classList.add(source.className || "endnote");
    const each = (selector, act) => [...shown.querySelectorAll(selector)].forEach(act);
    each("[id]", (element) => element.removeAttribute("id"));
    each(".back, .share", (element) => element.remove());
    each("details", (fold) => { fold.open = true; });
    each("summary", (summary) => { summary.tabIndex = -1; });
    const standing = [...shown.querySelector(".verdict")?.childNodes ?? []];
    made.ariaLabel = standing.map((part) => part.textContent.trim()).filter(Boolean).join(", ") || label;
    made.addEventListener("close", hide);
    return made;
  };
  const hide = () => {
    clearTimeout(timer);
    if (!box) return;
    const old = box, from = link, isInside = box.contains(document.activeElement);
    box = link = undefined;
    from.removeAttribute("aria-expanded");
    old.remove(); // and lets go of the page
    if (isInside) goBack(from);
  };
  const show = (a, point, asSheet) => {
    const source = sourceOf(a);
    if (!source || a === link) return;
    hide();
    [box, link] = [copyOf(source, a.ariaLabel), a];
    document.body.append(box);
    a.setAttribute("aria-expanded", true);
    if (asSheet) return box.showModal();
    box.open = true; // show() would take the focus
    box.dispatchEvent(new CustomEvent("preview", { bubbles: true, detail: { link, at: point } }));
  };

  document.addEventListener("pointerover", (event) => over(event));
  document.addEventListener("pointermove", (event) => {
    if (isResting) over(event);
    at = [event.clientX, event.clientY];
  });
  const over = ({ target, pointerType, buttons, clientX, clientY }) => {
    const a = linkOf(target);
    if (pointerType === "touch" || buttons) return;
    isResting = clientX === at[0] && clientY === at[1]; // the page came under it: nobody asked
    if (box?.contains(target) || (a && a === link)) clearTimeout(timer);
    else if (a && !isResting) later(HOVER, () => show(a, at));
    else later(LEAVE, () => isHeld() || hide());
  };
  document.addEventListener("pointerdown", ({ target, pointerType }) => {
    byTouch = pointerType !== "mouse";
    if (!isModal() && !box?.contains(target) && linkOf(target) !== link) hide();
  });
  document.addEventListener("click", (event) => {
    const { target, clientX, clientY, ctrlKey, metaKey, shiftKey, altKey } = event, a = linkOf(target);
    if (box?.contains(target)) {
      if (target === box || target.closest(".close")) hide(); // the box itself: beside the sheet
      else if (target.closest("a[href^='#']")) setTimeout(hide);
    } else if (byTouch && event.detail && a && a !== link && sourceOf(a) && !a.closest(".strip")) {
      if (event.defaultPrevented || ctrlKey || metaKey || shiftKey || altKey) return;
      event.preventDefault();
      show(a, [clientX, clientY], SMALL.matches);
    }
  });
  document.addEventListener("focusin", ({ target }) => {
    if (isGoingBack || box?.contains(target)) return;
    if (target !== link) hide();
    if (linkOf(target)?.matches(":focus-visible")) later(FOCUS, () => show(linkOf(target), []));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (event.key !== "Tab" || !box || isModal()) return;
    const { target, shiftKey } = event;
    const stops = [...box.querySelectorAll("a")].filter((stop) => stop.offsetParent);
    const to = shiftKey ? target === stops[0] && link : target === link && stops[0];
    if (to) event.preventDefault(goBack(to));
    else if (target === stops.at(-1) && !shiftKey) hide(); // to the link, and on from there
  });
  addEventListener("resize", () => isModal() || hide());
  addEventListener("pagehide", hide);
})();
