import type { Generated } from "kysely";

/** Tokens that make one-time codes, and what is kept about them. */
export type OathTables = {
  oathTokens: {
    workspaceId: string;
    id: string;
    kind: string;
    serial: string | null;
    model: string | null;
    /** Sealed; null once nobody may use it any more. */
    secret: string | null;
    algorithm: string;
    digits: number;
    period: number;
    lastStep: number | null;
    drift: Generated<number>;
    failures: Generated<number>;
    factorId: string | null;
    replaceBy: string | null;
    createdAt: string;
    revokedAt: string | null;
    revocation: string | null;
  };
  oathCustody: {
    workspaceId: string;
    id: string;
    tokenId: string;
    matter: string;
    holderId: string;
    place: string;
    at: string;
    by: string | null;
  };
  oathAudits: {
    workspaceId: string;
    id: string;
    quarter: string;
    openedAt: string;
    openedBy: string | null;
    dueAt: string;
    figures: string;
    closedAt: string | null;
    closedBy: string | null;
    statement: string | null;
    evidence: string | null;
  };
  oathAuditAnswers: {
    workspaceId: string;
    auditId: string;
    question: string;
    note: string;
    answeredAt: string;
    answeredBy: string;
  };
};
