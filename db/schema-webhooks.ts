/** Who outside is told, of what, and what came of it; only db/ sees the rows. */
export type WebhookTables = {
  webhookEndpoints: {
    workspaceId: string;
    id: string;
    description: string;
    format: string;
    url: string;
    shownUrl: string;
    eventTypes: string;
    namesPeople: number;
    isEnabled: number;
    disabledFor: string | null;
    disabledAt: string | null;
    secret: string;
    previousSecret: string | null;
    previousUntil: string | null;
    lastSeq: number;
    lastSuccessAt: string | null;
    failures: number;
    failingSince: string | null;
    createdBy: string | null;
    createdAt: string;
    updatedAt: string;
    removedAt: string | null;
  };
  webhookMessages: {
    workspaceId: string;
    endpointId: string;
    id: string;
    seq: number;
    type: string;
    body: string;
    createdAt: string;
    attempts: number;
    roundFrom: number;
    nextAttemptAt: string | null;
    deliveredAt: string | null;
    givenUpAt: string | null;
  };
  webhookAttempts: {
    workspaceId: string;
    endpointId: string;
    messageId: string;
    attempt: number;
    at: string;
    outcome: string;
    status: number | null;
    response: string;
    durationMs: number;
  };
};
