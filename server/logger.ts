import { type Logger, pino } from "pino";

/** Opens the log: one JSON line per event on standard error. What could open a door is blacked out wherever it turns up. */
export function openLog(level: string): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretPaths, censor: "[redacted]" },
    serializers: { err: faultOf },
  };
  // Written at once, so that the last words of a process that ends are not lost.
  return pino(options, pino.destination({ fd: 2, sync: true }));
}

const secretNames = ["authorization", "cookie", '["set-cookie"]', "token", "code", "password", "secret"];
const secretPaths = secretNames.flatMap((name) => {
  const member = name.startsWith("[") ? name : `.${name}`;
  return [name, `headers${member}`, `*${member}`, `*.headers${member}`];
});

/** Only what names a fault: database drivers hang the values of the failed row on their errors. */
function faultOf(fault: unknown) {
  if (!(fault instanceof Error)) return { message: String(fault) };
  // Not called "code", as one-time codes are.
  const faultCode = "code" in fault ? String(fault.code) : undefined;
  return { name: fault.name, message: fault.message, faultCode, stack: fault.stack };
}
