import { type Entry, page, record } from "./answers.ts";

/** What shows the past, and the documents that are made of a record, visited at one that is in force. */
export function documentRoutes({ inForce }: { inForce: string }): Entry[] {
  const at = (name: string) => ({ path: `/exceptions/${inForce}/${name}`, params: { id: inForce }, answers: record });
  return [
    { file: "exceptions.as-of.tsx", handler: "loader", path: "/exceptions/as-of", answers: page },
    { file: "exceptions.$id.as-of.tsx", handler: "loader", ...at("as-of") },
    { file: "exceptions.$id.memo[.]pdf.ts", handler: "loader", ...at("memo.pdf"), isNoted: true },
    { file: "exceptions.$id.ccw[.]pdf.ts", handler: "loader", ...at("ccw.pdf?requirement=8.4.2"), isNoted: true },
    { file: "exceptions.$id.hipaa-memo[.]pdf.ts", handler: "loader", ...at("hipaa-memo.pdf"), isNoted: true },
  ];
}
