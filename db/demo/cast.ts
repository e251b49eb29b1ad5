import type { FactorKind } from "#app/engine/types.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import type { DirectoryObject } from "../directory.ts";

/** One invented person or account; days are before the demo's start. */
export type CastMember = {
  name: string;
  department: string;
  roles?: readonly RegisterRole[];
  groups?: readonly string[];
  directoryRoles?: readonly string[];
  factors?: readonly FactorKind[];
  /** How many recovery codes are left, where it is not the usual number. */
  codesLeft?: number;
  /** When they first signed in; null when they never have. */
  firstSignInDaysAgo: number | null;
  isBypass?: true;
  /** What a visitor meets as somebody who neither has a role nor files. */
  meets?: string;
};

export const demoCompany = {
  slug: "marlow-finch",
  name: "Marlow Finch Laboratories",
  timeZone: "Europe/Dublin",
  domain: "marlowfinch.example",
} as const;

/** The invented people by the part of their address before the @. */
export const cast = {
  "siobhan.kearney": {
    name: "Siobhan Kearney",
    department: "Directors",
    roles: ["owner"],
    directoryRoles: ["owner"],
    factors: ["security_key", "recovery_code"],
    firstSignInDaysAgo: 205,
  },
  "tomasz.wilk": {
    name: "Tomasz Wilk",
    department: "Identity",
    roles: ["admin"],
    directoryRoles: ["global-administrator"],
    factors: ["security_key", "passkey"],
    firstSignInDaysAgo: 205,
  },
  "amara.diallo": {
    name: "Amara Diallo",
    department: "Identity",
    roles: ["approver_identity"],
    factors: ["passkey", "totp"],
    firstSignInDaysAgo: 204,
  },
  "jonas.eklund": {
    name: "Jonas Eklund",
    department: "Identity",
    roles: ["approver_identity"],
    factors: ["passkey"],
    firstSignInDaysAgo: 190,
  },
  "priya.raman": {
    name: "Priya Raman",
    department: "Risk",
    roles: ["approver_risk"],
    factors: ["passkey", "recovery_code"],
    firstSignInDaysAgo: 203,
  },
  "helen.marsh": {
    name: "Helen Marsh",
    department: "Security",
    roles: ["approver_security_leadership"],
    factors: ["security_key"],
    firstSignInDaysAgo: 203,
  },
  "diego.navarro": {
    name: "Diego Navarro",
    department: "Operations",
    roles: ["implementer"],
    directoryRoles: ["helpdesk"],
    factors: ["totp", "recovery_code"],
    firstSignInDaysAgo: 202,
  },
  "mei.tanaka": {
    name: "Mei Tanaka",
    department: "Operations",
    roles: ["implementer"],
    factors: ["passkey"],
    firstSignInDaysAgo: 180,
  },
  "ruth.abara": {
    name: "Ruth Abara",
    department: "Internal audit",
    roles: ["auditor"],
    factors: ["passkey"],
    firstSignInDaysAgo: 198,
  },
  "callum.byrne": {
    name: "Callum Byrne",
    department: "Laboratory systems",
    groups: ["laboratory-it"],
    factors: ["totp"],
    firstSignInDaysAgo: 197,
  },
  "nadia.petrova": {
    name: "Nadia Petrova",
    department: "Finance systems",
    groups: ["finance"],
    factors: ["passkey"],
    firstSignInDaysAgo: 196,
  },
  "owen.price": {
    name: "Owen Price",
    department: "Courier network",
    groups: ["couriers"],
    factors: ["totp"],
    firstSignInDaysAgo: 195,
  },
  "fatima.haddad": {
    name: "Fatima Haddad",
    department: "Clinical operations",
    groups: ["reading-room"],
    factors: ["passkey"],
    firstSignInDaysAgo: 170,
  },
  "lena.vogt": { name: "Lena Vogt", department: "People", factors: ["passkey"], firstSignInDaysAgo: 168 },
  "arthur.nyland": {
    name: "Arthur Nyland",
    department: "Pathology",
    groups: ["reading-room"],
    firstSignInDaysAgo: 160,
  },
  "beatriz.souza": {
    name: "Beatriz Souza",
    department: "Pathology",
    groups: ["reading-room"],
    factors: ["totp"],
    firstSignInDaysAgo: 158,
  },
  "conor.walsh": { name: "Conor Walsh", department: "Couriers", groups: ["couriers"], firstSignInDaysAgo: 151 },
  "dita.novak": {
    name: "Dita Novák",
    department: "Accounts payable",
    groups: ["finance"],
    factors: ["totp"],
    firstSignInDaysAgo: 149,
  },
  "elif.aydin": {
    name: "Elif Aydın",
    department: "Sample reception",
    firstSignInDaysAgo: 6,
    meets: "Has no second factor yet and some days left to set one up: is let in, and reminded.",
  },
  "gareth.lowe": {
    name: "Gareth Lowe",
    department: "Sample reception",
    firstSignInDaysAgo: 120,
    meets: "Has no second factor and no time left: meets the wall.",
  },
  "hana.suzuki": {
    name: "Hana Suzuki",
    department: "Genomics",
    groups: ["laboratory-it"],
    factors: ["security_key"],
    firstSignInDaysAgo: 118,
  },
  "ivo.martens": { name: "Ivo Martens", department: "Field calibration", firstSignInDaysAgo: 90 },
  "joyce.adeyemi": {
    name: "Joyce Adeyemi",
    department: "Customer desk",
    factors: ["recovery_code"],
    codesLeft: 2,
    firstSignInDaysAgo: 87,
    meets: "Has nothing but recovery codes, which are no longer enough: is asked for one of them first.",
  },
  "karl.brandvold": { name: "Karl Brandvold", department: "Facilities", firstSignInDaysAgo: 3 },
  "lucia.ferri": { name: "Lucia Ferri", department: "Locum pathology", firstSignInDaysAgo: null },
  "partner.quill": { name: "Quill Couriers dispatch", department: "Partner", firstSignInDaysAgo: 75 },
  "partner.osprey": { name: "Osprey Imaging support", department: "Partner", firstSignInDaysAgo: 66 },
  "glass.north": { name: "Break-glass north", department: "Emergency", firstSignInDaysAgo: 200, isBypass: true },
  "glass.south": {
    name: "Break-glass south",
    department: "Emergency",
    factors: ["security_key"],
    firstSignInDaysAgo: 200,
    isBypass: true,
  },
  "first.login": { name: "First login", department: "Identity", firstSignInDaysAgo: 205, isBypass: true },
} as const satisfies Record<string, CastMember>;

export type CastKey = keyof typeof cast;

/** The invented directory beside its people. */
export const demoDirectory: readonly DirectoryObject[] = [
  { kind: "group", id: "everyone", name: "Everyone" },
  { kind: "group", id: "laboratory-it", name: "Laboratory IT" },
  { kind: "group", id: "finance", name: "Finance" },
  { kind: "group", id: "couriers", name: "Couriers" },
  { kind: "group", id: "reading-room", name: "Reading room" },
  { kind: "role", id: "owner", name: "Owner" },
  { kind: "role", id: "global-administrator", name: "Global administrator" },
  { kind: "role", id: "helpdesk", name: "Help desk" },
  { kind: "application", id: "sample-tracker", name: "Sample tracker" },
  { kind: "application", id: "mail", name: "Mail" },
  { kind: "application", id: "payroll", name: "Payroll" },
  { kind: "application", id: "ledger", name: "Ledger" },
  { kind: "application", id: "vpn", name: "Remote access" },
  { kind: "application", id: "slide-viewer", name: "Slide viewer" },
  { kind: "application", id: "courier-portal", name: "Courier portal" },
  { kind: "application", id: "cloud-console", name: "Cloud console" },
  { kind: "application", id: "directory-admin", name: "Directory administration" },
  { kind: "application", id: "badge-office", name: "Badge office" },
  { kind: "service_principal", id: "svc-result-mailer", name: "Result mailer" },
  { kind: "service_principal", id: "svc-invoice-scan", name: "Invoice scanner" },
  { kind: "service_principal", id: "svc-freezer-alarm", name: "Freezer alarms" },
  { kind: "service_principal", id: "svc-badge-sync", name: "Badge synchronisation" },
  { kind: "service_principal", id: "svc-night-backup", name: "Night backup reports" },
  { kind: "service_principal", id: "svc-courier-feed", name: "Courier feed" },
  { kind: "service_principal", id: "svc-ward-tablets", name: "Ward tablets" },
  { kind: "service_principal", id: "svc-cold-labels", name: "Label printers of the cold store" },
  { kind: "service_principal", id: "svc-study-portal", name: "Study portal" },
];
