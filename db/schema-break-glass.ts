/** Accounts for emergencies, and the rotation of the secrets that exceptions rest on. */
export type BreakGlassTables = {
  breakGlassAccounts: {
    workspaceId: string;
    userId: string;
    firstCustodianId: string;
    secondCustodianId: string;
    storageReference: string;
    registeredBy: string;
    registeredAt: string;
    version: number;
    retiredBy: string | null;
    retiredAt: string | null;
  };
  secretRotations: {
    workspaceId: string;
    id: string;
    subjectKind: string;
    subjectId: string;
    cause: string;
    operatorId: string;
    rotatedAt: string;
    outcome: string;
    reference: string;
    note: string;
    recordedAt: string;
    attestorId: string | null;
    attestedAt: string | null;
    attestation: string | null;
    attestationNote: string | null;
  };
};
