const owner = "Siobhan Kearney";
const auditor = "Ruth Abara";
const requestor = "Nadia Petrova";

/** What is given out as files, by who asked for it, who oversees it and who has no role. */
export const exportPages = [
  { file: "exports._index.tsx", path: "/exports", who: owner },
  { file: "exports._index.tsx", path: "/exports", who: requestor },
  { file: "exports.new.tsx", path: "/exports/new", who: auditor },
  { file: "exports.new.tsx", path: "/exports/new?kind=register&query=state%3Dactive", who: requestor },
  { file: "exports.new.tsx", path: "/exports/new?kind=poam", who: auditor },
  { file: "exports.$id._index.tsx", path: "{the first export}", who: auditor },
];

/** Where the address of the one above is found: the first link of the list. */
export const firstOfExports = { "the first export": "/exports" };
