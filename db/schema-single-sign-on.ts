/** Providers of single sign-on and whom they speak of; only db/ sees the rows. */
export type SingleSignOnTables = {
  identityProviders: {
    workspaceId: string;
    id: string;
    name: string;
    issuer: string;
    clientId: string;
    clientSecret: string | null;
    scopes: string;
    isEnabled: number;
    addsPeople: number;
    domains: string;
    trustsMfa: number;
    methodClaims: string;
    createdAt: string;
    updatedAt: string;
  };
  linkedIdentities: {
    workspaceId: string;
    issuer: string;
    subject: string;
    userId: string;
    linkedAt: string;
  };
};
