import { Banner } from "./banner.tsx";

/** Says to somebody who was asked for a factor that their form is as they left it, and was not sent. */
export function CameBack({ isBack }: { isBack: boolean }) {
  return isBack && <Banner tone="good">Confirmed. Check and send again.</Banner>;
}
