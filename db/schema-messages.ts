/** What is sent to people, what they want of it, and what mail servers said. */
export type MessageTables = {
  outbox: {
    workspaceId: string;
    id: string;
    template: string;
    toUserId: string | null;
    toAddress: string;
    data: string;
    createdAt: string;
    bundle: string | null;
    bundledIn: string | null;
    attempts: number;
    nextAttemptAt: string | null;
    triedFrom: string | null;
    sentAt: string | null;
    failedAt: string | null;
    unmailedAt: string | null;
    withheldAt: string | null;
    readAt: string | null;
  };
  deliveries: {
    workspaceId: string;
    outboxId: string;
    attempt: number;
    at: string;
    outcome: string;
    response: string;
  };
  notificationDefaults: { workspaceId: string; choices: string };
  notificationChoices: { workspaceId: string; userId: string; choices: string };
};
