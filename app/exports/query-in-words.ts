/** How the page is laid out, which is nothing of what is found. */
const ofThePage = new Set(["cursor", "limit", "sort", "order", "before"]);

/** Says what an export was filtered by, as its address has it. */
export function queryInWords(query: string): string {
  const asked = [...new URLSearchParams(query)].filter(([key, value]) => value !== "" && !ofThePage.has(key));
  const isFiltered = asked.some(([key]) => key !== "columns");
  const words = asked.map(([key, value]) => `${key.replaceAll("_", " ")}: ${value.replaceAll(",", ", ")}`);
  return [...(isFiltered ? [] : ["Everything"]), ...words].join(" · ");
}
