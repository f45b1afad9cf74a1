/* An error takes the place of its page, and is short: the browser would come back to the top when
   it is mended. So a page that is left writes down where its reader was, and the one that is loaded
   anew in its place goes there, however many errors were between. */
(() => {
  const WAS_ERROR = "livereload-was-error ";
  const PLACE = "livereload-place ";
  const here = location.pathname + location.search + location.hash;
  const isError = "errors" in document.documentElement.dataset;
  const [{ type }] = performance.getEntriesByType("navigation");

  const goTo = (y) => {
    history.scrollRestoration = "manual"; // the browser knows but the place on the error
    let last;
    const go = () => {
      if (last === undefined || scrollY === last) scrollTo({ top: y, behavior: "instant" });
      last = scrollY;
    };
    document.addEventListener("DOMContentLoaded", go);
    addEventListener("load", go); // letters and pictures may have moved it
    addEventListener("pagehide", () => { history.scrollRestoration = "auto"; });
  };

  try {
    if (isError) {
      sessionStorage.setItem(WAS_ERROR + here, "yes");
      return;
    }
    const place = sessionStorage.getItem(PLACE + here);
    if (sessionStorage.getItem(WAS_ERROR + here) && type === "reload" && place) goTo(Number(place));
    sessionStorage.removeItem(WAS_ERROR + here);
    addEventListener("pagehide", () => {
      sessionStorage.setItem(PLACE + location.pathname + location.search + location.hash, scrollY);
    });
  } catch { /* a browser that stores nothing */ }
})();
