/**
 * A field that is needed is absent or `null`.
 *
 * @example
 * ```ts
 * const missing: FieldMissing = { kind: 'field-missing', field: 'description' };
 * ```
 */
export interface FieldMissing {
  readonly kind: 'field-missing';
  readonly field: string;
}

/**
 * A field's text is empty or all blank.
 *
 * @example
 * ```ts
 * const blank: FieldEmpty = { kind: 'field-empty', field: 'description' };
 * ```
 */
export interface FieldEmpty {
  readonly kind: 'field-empty';
  readonly field: string;
}

/**
 * A field's value is of the wrong type or out of bounds.
 *
 * @example
 * ```ts
 * (await casting.createActor(bearer, draft)).mapErr((error) => (error.kind === 'field-malformed' ? error.field : ''));
 * ```
 */
export interface FieldMalformed {
  readonly kind: 'field-malformed';
  readonly field: string;
}
