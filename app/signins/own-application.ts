/** The register itself, as an application that people sign in to: policy rules and exceptions may name it like any other. */
export const ownApplication = { kind: "application", id: "mfa-register", name: "MFA Register" } as const;
