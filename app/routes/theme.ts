import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { returnPath } from "#app/auth/return-path.ts";
import { themes } from "#app/http/theme.ts";

const Form = z.object({ theme: z.enum(themes).catch("system"), to: z.string().catch("/") });

export const loader = () => redirect("/");

export async function action({ request, context }: ActionFunctionArgs) {
  const { theme, to } = Form.parse(Object.fromEntries(await request.formData()));
  const secure = context.publicUrl.protocol === "https:" ? "; Secure" : "";
  const cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  return redirect(returnPath(to), { headers: { "Set-Cookie": cookie } });
}
