// node lighthouse.mjs PACKAGES PORT URL...: what Lighthouse finds on each page, as on a phone, a line
// of JSON each. PACKAGES is the folder node_modules, PORT that of a Chromium. Nothing is uploaded.
const [packages, port, ...urls] = process.argv.slice(2);
const { default: lighthouse } = await import(`${packages}/lighthouse/core/index.js`);

const missed = (lhr, category) =>
  category.auditRefs
    .map(({ id, weight }) => ({ weight, ...lhr.audits[id] }))
    .filter(({ weight, score }) => weight && score !== null && score < 1)
    .map(({ id, displayValue, details }) =>
      [id, displayValue, details?.items?.[0]?.node?.snippet].filter(Boolean).join(" "));

for (const url of urls) {
  const { lhr } = await lighthouse(url, {
    port,
    logLevel: "error",
    disableFullPageScreenshot: true,
    onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
  });
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  const categories = Object.entries(lhr.categories).map(([name, category]) =>
    [name, { score: Math.round(category.score * 100), missed: missed(lhr, category) }]);
  console.log(JSON.stringify(Object.fromEntries(categories)));
}
process.exit(0); // or its connection to Chromium is kept for seconds
