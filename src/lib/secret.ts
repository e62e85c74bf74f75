const HIDDEN = '[secret]';

/**
 * A value that must not be seen: every way of turning it into text gives `[secret]`. `reveal` is called only where the
 * secret is used, so that a search for it finds each such place.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN;
  }
}
