import { type Entry, everyone } from "./answers.ts";

const refused = { nobody: 401, stranger: 403, auditor: 403 } as const;

/** Every handler of access requests, visited with tokens that lack their scope. */
export function accessRequestRoutes(inForce: string): Entry[] {
  const params = { id: inForce };
  const path = `/access/v1/requests/${inForce}`;
  const subject = { type: "user", id: "requestor@acme.example" };
  const asked = { subject, resource: { type: "application", id: "mail" }, context: { business_justification: "Why" } };
  return [
    { file: "access.v1.requests.ts", handler: "loader", path: "/access/v1/requests", answers: everyone(405) },
    {
      file: "access.v1.requests.ts",
      handler: "action",
      path: "/access/v1/requests",
      json: { ...asked, denial: { binding_token: "x" } },
      answers: refused,
    },
    { file: "access.v1.requests.$id.ts", handler: "loader", path, params, answers: refused },
    { file: "access.v1.requests.$id.ts", handler: "action", path, params, json: {}, answers: everyone(405) },
    {
      file: "access.v1.requests.$id.cancel.ts",
      handler: "loader",
      path: `${path}/cancel`,
      params,
      answers: everyone(405),
    },
    {
      file: "access.v1.requests.$id.cancel.ts",
      handler: "action",
      path: `${path}/cancel`,
      params,
      json: {},
      answers: refused,
    },
  ];
}
