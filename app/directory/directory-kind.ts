export const directoryKinds = ["group", "role", "application", "service_principal"] as const;
export type DirectoryKind = (typeof directoryKinds)[number];

type KindText = {
  /** As it stands in addresses. */
  path: string;
  one: string;
  many: string;
  lede: string;
  /** What comes of disabling one. */
  disabling: string;
};

export const kindTexts: Record<DirectoryKind, KindText> = {
  group: {
    path: "groups",
    one: "Group",
    many: "Groups",
    lede: "Rules and exceptions can be about a group; whoever is in it is judged by them.",
    disabling: "It is offered nowhere any more. Rules and exceptions that name it keep counting for its members.",
  },
  role: {
    path: "roles",
    one: "Role",
    many: "Roles",
    lede: "Roles as the identity provider gives them. What somebody may do in the register is a role of the register, under People.",
    disabling: "It is offered nowhere any more. Rules and exceptions that name it keep counting for those who have it.",
  },
  application: {
    path: "applications",
    one: "Application",
    many: "Applications",
    lede: "What people sign in to, under the id that the login path sends.",
    disabling: "It is offered nowhere any more. Sign-ins to it are judged as before.",
  },
  service_principal: {
    path: "service-principals",
    one: "Service principal",
    many: "Service principals",
    lede: "Accounts of programs. They cannot be prompted, so without an exception they are refused.",
    disabling: "Every sign-in of it is refused from now on, whatever exceptions it has.",
  },
};

/** Returns the kind that stands in an address as "service-principals". */
export function kindAt(path: string | undefined): DirectoryKind | undefined {
  return directoryKinds.find((kind) => kindTexts[kind].path === path);
}

export const memberKinds = ["group", "role"] as const;
/** The kinds that people belong to. */
export type MemberKind = (typeof memberKinds)[number];

export function hasMembers(kind: DirectoryKind): kind is MemberKind {
  return kind === "group" || kind === "role";
}
