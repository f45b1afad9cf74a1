// The ledger, sorted and filtered as its address says. Without this script it is whole.
(() => {
  const FACETS = ["standing", "kind", "essay"];
  const STEP = 500; // rows at once: laying out ten thousand takes seconds
  const form = document.querySelector(".filters");
  const table = document.querySelector(".ledger");
  const body = table.tBodies[0];
  const more = document.querySelector(".more-rows");
  const bar = document.querySelector(".tally .bar");
  const heads = [...table.querySelectorAll("[data-sort]")];
  const boxes = [...form.querySelectorAll("[name=standing]")];
  const lists = [...form.querySelectorAll("select")];
  const claims = Array.from(body.rows, (row, at) => ({ row, at, ...row.dataset }));
  let sort = ""; // the name of a column, after a hyphen if the last comes first
  let room = STEP;
  // The place of each value in its column: verdicts from good to bad, essays by title.
  const { compare } = new Intl.Collator(document.documentElement.lang);
  const ranks = { standing: boxes.map((box) => box.value), kind: [] };
  for (const list of lists) {
    const options = [...list.options].slice(1);
    if (list.name === "essay") options.sort((a, b) => compare(a.dataset.label, b.dataset.label));
    ranks[list.name] = options.map((option) => option.value);
  }
  const rankIn = (column) => {
    if (column === "number") return (claim) => Number(claim.row.cells[0].textContent);
    const places = new Map(ranks[column].map((value, place) => [value, place]));
    return (claim) => places.get(claim[column]) ?? ranks[column].length;
  };
  const show = () => {
    const wanted = { standing: boxes.filter((box) => box.checked).map((box) => box.value) };
    for (const list of lists) wanted[list.name] = list.value ? [list.value] : [];
    const asked = FACETS.filter((facet) => wanted[facet]?.length);
    const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
    const shown = claims.filter((claim) => {
      const failed = asked.filter((facet) => !wanted[facet].includes(claim[facet]));
      for (const facet of FACETS) { // what choosing a value would show, all else as it is
        if (failed.length > (failed[0] === facet)) continue;
        counts[facet].set(claim[facet], (counts[facet].get(claim[facet]) ?? 0) + 1);
      }
      return !failed.length;
    });
    const [column, sign] = [sort.replace("-", ""), sort.startsWith("-") ? -1 : 1];
    const rank = column ? rankIn(column) : () => 0;
    shown.sort((a, b) => sign * (rank(a) - rank(b)) || a.at - b.at);
    body.replaceChildren(...shown.slice(0, room).map((claim) => claim.row));
    more.hidden = shown.length <= room;
    for (const box of boxes) {
      const count = counts.standing.get(box.value) ?? 0;
      const part = bar.querySelector(`.${box.value}`);
      part.style.flex = count;
      part.hidden = !count || (wanted.standing.length && !box.checked);
      box.parentElement.querySelector(".count").textContent = count;
    }
    for (const option of lists.flatMap((list) => [...list.options].slice(1))) {
      const count = counts[option.parentElement.name].get(option.value) ?? 0;
      option.textContent = `${option.dataset.label} (${count})`;
    }
    for (const head of heads) head.removeAttribute("aria-sort");
    heads.find((head) => head.dataset.sort === column)
      ?.setAttribute("aria-sort", sign < 0 ? "descending" : "ascending");
    const words = form.dataset.shown.replace("{n}", shown.length);
    form.querySelector("output").textContent = words.replace("{all}", claims.length);
    form.querySelector("[type=reset]").disabled = !sort && !asked.length;
    return wanted;
  };
  const change = () => {
    room = STEP;
    const query = new URLSearchParams(location.search);
    for (const [name, values] of Object.entries({ ...show(), sort: sort ? [sort] : [] })) {
      if (values.length) query.set(name, values.join(",")); else query.delete(name);
    }
    const state = query.size ? `?${query}`.replaceAll("%2C", ",") : "";
    history.replaceState(null, "", location.pathname + state + location.hash);
  };
  for (const head of heads) {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      sort = (sort === head.dataset.sort ? "-" : "") + head.dataset.sort;
      change();
    });
  }
  more.addEventListener("click", () => {
    room += STEP;
    show();
    body.rows[room - STEP].querySelector("a").focus();
  });
  addEventListener("beforeprint", () => { room = claims.length; show(); });
  const given = (name) => new URLSearchParams(location.search).get(name) ?? "";
  for (const box of boxes) box.checked = given("standing").split(",").includes(box.value);
  for (const list of lists) list.value = ranks[list.name].find((v) => v === given(list.name)) ?? "";
  sort = heads.flatMap(({ dataset }) => [dataset.sort, `-${dataset.sort}`])
    .find((column) => column === given("sort")) ?? "";
  form.querySelector("fieldset").disabled = false;
  form.addEventListener("change", change);
  form.addEventListener("reset", () => { sort = ""; setTimeout(change); });
  if (location.search || claims.length > STEP) show();
})();
