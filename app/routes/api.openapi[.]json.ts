import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "#app/http/api.server.ts";
import { openApi } from "#app/http/openapi.ts";

export const loader = ({ context }: LoaderFunctionArgs) => json(200, openApi(context.publicUrl.origin));
