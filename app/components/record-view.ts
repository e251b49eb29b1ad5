import type { recordView } from "#app/register/record-view.server.ts";

/** What the pieces of the record page are given. */
export type RecordView = Awaited<ReturnType<typeof recordView>>;
