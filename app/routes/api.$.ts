import { problem } from "#app/http/problem.ts";

const notFound = () => problem(404, "not_found", "There is no such address in the API; see /api/openapi.json.");

export const loader = notFound;
export const action = notFound;
