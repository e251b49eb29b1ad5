const owner = "Siobhan Kearney";
const custodian = "Mei Tanaka";
const auditor = "Ruth Abara";

/** How accounts for emergencies are used and tried out, by those who see to them and those who look on. */
export const emergencyPages = [
  { file: "break-glass.uses._index.tsx", path: "/break-glass/uses", who: owner },
  { file: "break-glass.uses._index.tsx", path: "/break-glass/uses?show=misuse", who: auditor },
  { file: "break-glass.uses.$id.tsx", path: "{the unexplained use}", who: owner },
  { file: "break-glass.uses.$id.tsx", path: "{the use in an emergency}", who: auditor },
  { file: "break-glass.drills._index.tsx", path: "/break-glass/drills", who: custodian },
  { file: "break-glass.drills.new.tsx", path: "/break-glass/drills/new", who: custodian },
  { file: "break-glass.drills.$id.tsx", path: "{the planned drill}", who: owner },
  { file: "break-glass.drills.$id.tsx", path: "{the planned drill}", who: auditor },
  { file: "break-glass.incidents._index.tsx", path: "/break-glass/incidents", who: auditor },
  { file: "break-glass.incidents.new.tsx", path: "/break-glass/incidents/new", who: owner },
  { file: "break-glass.incidents.$id.tsx", path: "{the drafted incident}", who: owner },
  { file: "break-glass.incidents.$id.tsx", path: "{the drafted incident}", who: auditor },
];

/** Where the addresses of those above are found: the first link of each list. */
export const firstOfEmergencies = {
  "the unexplained use": "/break-glass/uses?show=unclassified",
  "the use in an emergency": "/break-glass/uses?show=declared_emergency",
  "the planned drill": "/break-glass/drills",
  "the drafted incident": "/break-glass/incidents",
};
