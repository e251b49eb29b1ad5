import { api, change, type Entry, everyone, record } from "./answers.ts";
import { documentRoutes } from "./document-routes.ts";

/** What stands around a record, visited at one that is in force. */
export function aroundRecordRoutes({ inForce }: { inForce: string }): Entry[] {
  const params = { id: inForce };
  const attachment = { ...params, attachmentId: "att_1" };
  const refused = { nobody: 401, stranger: 404, auditor: 403 } as const;
  return [
    ...documentRoutes({ inForce }),
    {
      file: "exceptions.$id.approvals.tsx",
      handler: "action",
      path: `/exceptions/${inForce}/approvals`,
      params,
      form: { intent: "comment", body: "Walked in" },
      answers: change,
    },
    {
      file: "api.v1.exceptions.$id.comments.ts",
      handler: "loader",
      path: `/api/v1/exceptions/${inForce}/comments`,
      params,
      answers: { ...api, stranger: 404 },
    },
    {
      file: "api.v1.exceptions.$id.comments.ts",
      handler: "action",
      path: `/api/v1/exceptions/${inForce}/comments`,
      params,
      json: { body: "Walked in" },
      answers: refused,
    },
    {
      file: "exceptions.$id.evidence.tsx",
      handler: "action",
      path: `/exceptions/${inForce}/evidence`,
      params,
      form: { attachment: "att_1", reason: "Walked in" },
      answers: change,
    },
    {
      file: "exceptions.$id.evidence_.$attachmentId.ts",
      handler: "loader",
      path: `/exceptions/${inForce}/evidence/att_1`,
      params: attachment,
      answers: { ...record, auditor: 404 },
    },
    {
      file: "api.v1.exceptions.$id.attachments.ts",
      handler: "loader",
      path: `/api/v1/exceptions/${inForce}/attachments`,
      params,
      answers: { ...api, stranger: 404 },
    },
    {
      file: "api.v1.exceptions.$id.attachments.ts",
      handler: "action",
      path: `/api/v1/exceptions/${inForce}/attachments`,
      params,
      form: { file: "Walked in" },
      answers: refused,
    },
    {
      file: "api.v1.exceptions.$id.attachments.$attachmentId.ts",
      handler: "loader",
      path: `/api/v1/exceptions/${inForce}/attachments/att_1`,
      params: attachment,
      answers: { nobody: 401, stranger: 404, auditor: 404 },
    },
    {
      file: "api.v1.exceptions.$id.attachments.$attachmentId.ts",
      handler: "action",
      path: `/api/v1/exceptions/${inForce}/attachments/att_1`,
      params: attachment,
      answers: everyone(405),
    },
    {
      file: "api.v1.exceptions.$id.attachments.$attachmentId.withdraw.ts",
      handler: "loader",
      path: `/api/v1/exceptions/${inForce}/attachments/att_1/withdraw`,
      params: attachment,
      answers: everyone(405),
    },
    {
      file: "api.v1.exceptions.$id.attachments.$attachmentId.withdraw.ts",
      handler: "action",
      path: `/api/v1/exceptions/${inForce}/attachments/att_1/withdraw`,
      params: attachment,
      json: { reason: "Walked in" },
      answers: refused,
    },
    {
      file: "api.v1.exceptions.$id.watch.ts",
      handler: "loader",
      path: `/api/v1/exceptions/${inForce}/watch`,
      params,
      answers: everyone(405),
    },
    {
      file: "api.v1.exceptions.$id.watch.ts",
      handler: "action",
      method: "PUT",
      path: `/api/v1/exceptions/${inForce}/watch`,
      params,
      json: {},
      answers: refused,
    },
  ];
}
