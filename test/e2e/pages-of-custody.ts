const owner = "Siobhan Kearney";
const custodian = "Mei Tanaka";
const auditor = "Ruth Abara";

/** The accounts for emergencies and the secrets that exceptions rest on, by those who hold them and those who look on. */
export const custodyPages = [
  { file: "break-glass._index.tsx", path: "/break-glass", who: owner },
  { file: "break-glass._index.tsx", path: "/break-glass", who: auditor },
  { file: "break-glass.accounts.new.tsx", path: "/break-glass/accounts/new", who: owner },
  { file: "break-glass.accounts.$id.tsx", path: "{the northern account}", who: owner },
  { file: "break-glass.accounts.$id.tsx", path: "{the northern account}", who: auditor },
  { file: "break-glass.bypass.tsx", path: "/break-glass/bypass", who: auditor },
  { file: "break-glass.secrets._index.tsx", path: "/break-glass/secrets", who: auditor },
  { file: "break-glass.secrets.$id.tsx", path: "/break-glass/secrets/svc-courier-feed", who: custodian },
];

/** Where the address of that account is found. */
export const firstOfCustody = { "the northern account": "/break-glass" };
