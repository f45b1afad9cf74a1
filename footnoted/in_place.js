/* While you write, changed words are put in place: the page is not loaded anew, so it does not
   flicker, and what is open, focused or marked stays so. Compared are the page as it was sent and
   as it would be sent now, not what scripts have made of it. All else loads the page: changes of
   ids and classes, of what scripts have made copies of, and pages with scripts of other themes. */
(() => {
  const paths = document.currentScript.dataset.scripts.split(" "); // of which all this holds
  const scripts = paths.map((path) => new URL(path, location.origin).href);
  const COPIED = ".share, .verdict";
  const PREVIEWED = ".card, .endnotes li"; // as long as its preview is open, also a copy
  const WORDS = "a, abbr, b, bdi, blockquote, br, cite, code, del, div.table, em, figcaption, figure, hr, i, img, ins, kbd, li, mark, ol, p, pre, q, s, small, span, strong, sub, sup, table, tbody, td, th, thead, time, tr, u, ul";
  const CHANGING = ["alt", "aria-label", "content", "datetime", "dir", "height", "href", "lang", "src", "start", "style", "title", "width"];
  const OF_WORDS = [...CHANGING, "decoding", "loading", "scope", "tabindex"];
  const CLASSES = /^(align-|language-|table$)/; // of words
  const lives = new WeakMap(); // from each node as it was sent to that on the page
  let known; // the page as it was sent
  let isBusy = false, isStale = false;

  class Unlike extends Error {}
  const need = (holds) => { if (!holds) throw new Unlike(); };
  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  const isOurs = (node) => isElement(node) && node.matches("script[src^='/livereload']"); // has a number
  const isKnown = (script) => isOurs(script) || scripts.includes(script.src);

  const pair = (sent, live) => {
    lives.set(sent, live);
    sent.childNodes.forEach((child, at) => pair(child, live.childNodes[at]));
  };
  const liveOf = (sent) => {
    const live = lives.get(sent);
    need(live?.isConnected);
    need(!document.querySelector("dialog.preview") || !(isElement(live) ? live : live.parentNode).closest(PREVIEWED));
    return live;
  };
  /** Words and what marks them up, which no script has a hold on. */
  const isWords = (node) => {
    if (!isElement(node)) return true;
    if (node.id === "page-findings") return true; // what the preview itself lays over a page
    const isPlain = ({ name, value }) => (OF_WORDS.includes(name) && !value.startsWith("#"))
      || (name === "class" && CLASSES.test(value));
    return node.matches(WORDS) && [...node.attributes].every(isPlain) && [...node.childNodes].every(isWords);
  };
  /** What is in no tree: nodes are equal whatever is in there. */
  const inert = (root) => [...root.querySelectorAll("template")].map((node) => node.innerHTML).join("");
  const isAlike = (was, is) => was.nodeName === is.nodeName && was.id === is.id;

  /** The steps that make what was sent what would be sent now. Throws Unlike if there are none. */
  const steps = (was, is) => {
    if (was.isEqualNode(is) || isOurs(was)) return [];
    if (!isElement(was)) return [rewrite(was, is.data)];
    need(!was.matches(COPIED));
    return [...attributes(was, is), ...children(was, is)];
  };
  const rewrite = (was, words) => {
    const live = liveOf(was);
    need(live.data === was.data);
    return () => { live.data = was.data = words; };
  };
  const attributes = (was, is) => {
    const names = new Set([...was.getAttributeNames(), ...is.getAttributeNames()]);
    return [...names].filter((name) => was.getAttribute(name) !== is.getAttribute(name)).map((name) => {
      const live = liveOf(was), [old, value] = [was.getAttribute(name), is.getAttribute(name)];
      need(CHANGING.includes(name) && old !== null && value !== null && live.getAttribute(name) === old);
      need(!old.startsWith("#") && !value.startsWith("#"));
      need(name !== "src" || was.matches("img")); // others take no notice, or go there
      return () => [was, live].forEach((node) => node.setAttribute(name, value));
    });
  };
  const children = (was, is) => {
    const [old, now] = [[...was.childNodes], [...is.childNodes]];
    const least = Math.min(old.length, now.length);
    let start = 0, end = 0; // how many are equal there
    while (start < least && old[start].isEqualNode(now[start])) start += 1;
    while (end < least - start && old.at(-1 - end).isEqualNode(now.at(-1 - end))) end += 1;
    const [gone, fresh] = [old, now].map((nodes) => nodes.slice(start, nodes.length - end));
    if (gone.length === fresh.length && gone.every((node, at) => isAlike(node, fresh[at]))) {
      return gone.flatMap((node, at) => steps(node, fresh[at]));
    }
    return [replace(was, gone, fresh, old[start - 1], old[old.length - end])];
  };
  const replace = (parent, gone, fresh, before, after) => {
    const home = liveOf(parent);
    const old = gone.map(liveOf);
    need([...gone, ...fresh].every(isWords));
    need(old.every((node, at) => node.parentNode === home && node.isEqualNode(gone[at])));
    need([before, after].every((node) => !node || liveOf(node).parentNode === home));
    return () => {
      const copies = fresh.map((node) => document.importNode(node, true));
      const put = (nodes, of) => {
        if (after) of(after).before(...nodes);
        else if (before) of(before).after(...nodes);
        else of(parent).prepend(...nodes);
      };
      put(copies, liveOf);
      put(fresh, (node) => node);
      fresh.forEach((node, at) => pair(node, copies[at]));
      for (const node of [...gone, ...old]) node.remove();
    };
  };

  const renew = async () => {
    const response = await fetch(location.href, { cache: "no-store" });
    need(!response.redirected); // the site has moved
    const now = new DOMParser().parseFromString(await response.text(), "text/html").documentElement;
    need(inert(known) === inert(now));
    const all = steps(known, now);
    for (const step of all) step();
    // Notes stand beside their lines, and look where these are when a size changes, or the letters.
    if (all.length) document.fonts.dispatchEvent(new Event("loadingdone"));
  };
  const follow = async () => {
    isStale = true;
    if (isBusy) return;
    isBusy = true;
    try {
      for (; isStale; await renew()) isStale = false;
    } catch {
      location.reload();
    }
    isBusy = false;
  };

  // The page has been read, and no script that waits for that has run.
  document.addEventListener("readystatechange", () => {
    const live = document.documentElement;
    known = live.cloneNode(true);
    pair(known, live);
    for (const lit of [known, ...known.querySelectorAll(".lit")]) { // by the script that does not wait
      lit.classList.remove("lit", "asked");
      if (!lit.className) lit.removeAttribute("class");
    }
  }, { once: true });

  window.LiveReloadPluginInPlace = class {
    static identifier = "in-place";
    static version = "1.0";

    reload(path) {
      const isFit = path === "*.html" && [...document.scripts].every(isKnown);
      if (isFit) follow();
      return isFit;
    }
  };
})();
