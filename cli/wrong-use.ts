/** The command was given something that it cannot work with; nothing was changed and the exit code is 2. */
export class WrongUse extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WrongUse";
  }
}
