/** Why a question was not answered. */
export class AskFailure extends Error {
  readonly url: string;
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  readonly advice: string;

  /** @param message the platform's own words where there are any; without secrets */
  constructor(
    message: string,
    about: { readonly url: string; readonly status: number | null; readonly advice: string },
  ) {
    super(message);
    this.name = 'AskFailure';
    this.url = about.url;
    this.status = about.status;
    this.advice = about.advice;
  }
}
