// Copy the link of a claim or heading, and a citation. This script puts the buttons beside what
// they copy; the links and the citation are in the page without it.
(() => {
  const words = document.currentScript.dataset;
  const canonical = document.querySelector('link[rel="canonical"]');
  const here = canonical ? canonical.href : location.href.replace(/[?#].*/s, "");
  const status = document.createElement("p");
  status.className = "said";
  status.setAttribute("role", "status");
  document.body.append(status);

  const button = (kind, label) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `copying ${kind}`;
    made.textContent = label;
    return made;
  };

  document.querySelectorAll(".text :is(h2, h3, h4, h5, h6)[id]").forEach((heading, n) => {
    const anchor = heading.querySelector(":scope > .anchor");
    if (anchor && anchor === heading.firstChild) {
      anchor.id = `page-heading-${n}`; // so that the button is no part of the heading's name
      heading.setAttribute("aria-labelledby", anchor.id);
    }
    heading.append(button("link", words.link));
  });

  // A citation on the page names its address as the page does; here it is known in full.
  const whole = document.querySelector(".essay > .share");
  for (const card of document.querySelectorAll('.card[id^="card-"]')) {
    if (!whole) break;
    const share = whole.cloneNode(true);
    const address = share.querySelector(".address");
    address.href = `${here}#${encodeURIComponent(card.id.slice("card-".length))}`;
    address.textContent = address.href;
    share.querySelector("summary").textContent = words.cite;
    share.querySelector(".which").textContent = `${card.querySelector(".verdict").lastChild.textContent.trim()}, `;
    card.append(share);
  }
  for (const share of document.querySelectorAll(".share")) {
    const address = share.querySelector(".address");
    if (!address.textContent.includes("://")) address.textContent = address.href;
    share.append(button("link", words.link));
    share.querySelector(".cite").append(button("citation", words.citation));
  }

  const textOf = (pressed) => {
    const heading = pressed.closest("[id]:is(h2, h3, h4, h5, h6)");
    if (heading) return `${here}#${encodeURIComponent(heading.id)}`;
    const share = pressed.closest(".share");
    if (pressed.matches(".link")) return share.querySelector(".address").href;
    return share.querySelector(".cite p").textContent.replace(/\s+/g, " ").trim();
  };

  let silence;
  const say = (message) => {
    clearTimeout(silence);
    status.textContent = "";
    setTimeout(() => { status.textContent = message; }, 50); // a change is what is read out
    silence = setTimeout(() => { status.textContent = ""; }, 4000);
  };

  // Where the clipboard is refused, the old way; where that is too, the text, marked.
  const byHand = (text, pressed) => {
    const field = document.createElement("textarea");
    field.className = "by-hand";
    field.readOnly = true;
    field.value = text;
    field.setAttribute("aria-label", words.refused);
    pressed.after(field);
    field.select();
    if (document.execCommand("copy")) {
      field.remove();
      pressed.focus();
      return true;
    }
    field.addEventListener("blur", () => document.hasFocus() && field.remove()); // not the window
    return false;
  };

  document.addEventListener("click", async ({ target }) => {
    const pressed = target.closest("button.copying");
    if (!pressed) return;
    const text = textOf(pressed);
    let copied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      copied = byHand(text, pressed);
    }
    const done = pressed.matches(".link") ? words.linked : words.cited;
    say(copied ? done : words.refused);
  });
})();
