import type { Explained } from "#app/signins/explained.ts";

/** Returns the address at which a recorded sign-in is tried again as it was, for changing one thing about it. */
export function whatIfLink({ row, read }: Pick<Explained, "row" | "read">): string {
  const { subject, client, completed } = read.signIn;
  const query = new URLSearchParams({
    type: subject?.kind ?? "user",
    subject: read.askedFor,
    application: row.applicationId,
    ip: client.ip ?? "",
    device: client.device,
    protocol: client.protocol,
    at: row.at.slice(0, 16),
  });
  if (client.isKnownDevice) query.set("device_known", "1");
  for (const method of new Set(completed.map((each) => each.method))) query.append("method", method);
  return `/what-if?${query}`;
}
